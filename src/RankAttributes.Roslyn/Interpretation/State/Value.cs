using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>What a cell or an object of the store holds.</summary>
internal abstract record Content
{
    /// <summary>How many parts are touched by whatever walks through it, copies it or joins it.</summary>
    public virtual int Weight => 1;
}

/// <summary>What an expression of a constructor evaluates to, as far as layers and their dimensions depend on it.</summary>
internal abstract record Value : Content
{
    /// <summary>The reason given where the compiler itself already reports an error.</summary>
    public const string BeingTyped = UnreadLayer.BeingTyped;

    public static readonly Value Null = new NullValue();

    public static Value Number(long value) => new NumberValue(DimensionExpression.Of(value));

    public static Value Truth(bool value) => Number(value ? 1 : 0);

    public static Value Unknown(string reason) => new UnknownValue(reason);

    /// <summary>An element of a list that stands for any number of elements that are not known.</summary>
    public static Value Rest(string reason) => new RepeatedValue(DimensionExpression.Unknown(reason), Unknown(reason));
}

/// <summary>An integer or a truth value (0 is false).</summary>
internal sealed record NumberValue(DimensionExpression Expression) : Value;

/// <summary>A floating-point number that is known.</summary>
internal sealed record RealValue(double Real) : Value;

internal sealed record TextValue(string Text) : Value;

/// <summary>A text with holes for what is not known: good for a name, and for nothing that is computed from it.</summary>
internal sealed record NameValue(string Text) : Value;

/// <summary>A constant of an enumeration; its name is <see langword="null"/> where none or several stand for it.</summary>
internal sealed record EnumValue(string? Name, long Constant) : Value;

/// <summary>A number, letter or constant as an object, which keeps its type.</summary>
internal sealed record BoxedValue(Value Inner, ITypeSymbol Type) : Value
{
    /// <summary>What it holds, as a value of a type; <see langword="null"/> where it is of another.</summary>
    public Value? As(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(Type, Numbers.Underlying(type)) ? Inner : null;

    public bool Equals(BoxedValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

internal sealed record NullValue : Value;

/// <summary>The value of an expression that never returns, such as <c>throw</c>.</summary>
internal sealed record NeverValue : Value;

/// <summary>In a list, an element that is not there; the other side of a condition.</summary>
internal sealed record AbsentValue : Value
{
    public static readonly AbsentValue Instance = new();
}

/// <summary>A parameter that is not a number, or something below it: its members and elements are symbols with that path.</summary>
internal sealed record PathValue(string Path) : Value;

/// <summary>A lambda or a method that is used as a value, with the frame it was made in.</summary>
internal sealed record FunctionValue(IMethodSymbol Method, IOperation? Body, Frame Captured, Value? Receiver) : Value;

/// <summary>A mutable object: its content is in the store.</summary>
internal sealed record ReferenceValue(int Id) : Value;

/// <summary>An object that code which is not run makes: nothing is known of it but its class.</summary>
internal sealed record MadeValue(INamedTypeSymbol Type) : Value;

/// <summary>In a variable that is a reference: the element or member that it is another name of.</summary>
internal sealed record PlaceValue(Value Holder, ISymbol? Member, Value Position, bool FromEnd) : Value
{
    /// <summary>The type of the collection that an element belongs to.</summary>
    public ITypeSymbol? Type { get; init; }
}

/// <summary>A list or object that does not depend on a store: an argument that is handed from one reading to another.</summary>
internal sealed record ListValue(IReadOnlyList<Value> Items) : Value
{
    /// <summary>Array, list or tuple; without meaning for an object of a class.</summary>
    public ListKind Kind { get; init; }

    /// <summary>The members of an object by name.</summary>
    public IReadOnlyDictionary<string, Value> Members { get; init; } = new Dictionary<string, Value>();

    /// <summary>The class of an object; <see langword="null"/> for arrays, lists and tuples.</summary>
    public INamedTypeSymbol? Type { get; init; }
}

/// <summary>Something that cannot be read from the class, and why.</summary>
internal sealed record UnknownValue(string Reason) : Value
{
    /// <summary>The integer that cannot be read, as the source writes it.</summary>
    public string? Expression { get; init; }
}

/// <summary>One of two values by a condition that has no value yet; both are kept.</summary>
internal sealed record ConditionalValue(DimensionExpression Condition, Value Then, Value Else) : Value
{
    private const int MaxAlternatives = 64;

    private int Size { get; } = 1 + SizeOf(Then) + SizeOf(Else);

    public override int Weight => Size;

    /// <summary>The choice; unknown where there are too many to keep apart. Several elements that may not be there are a number of elements.</summary>
    public static Value Of(DimensionExpression condition, Value then, Value otherwise)
    {
        if (then is RepeatedValue some && otherwise is AbsentValue) return some.Times(condition);
        if (then is AbsentValue && otherwise is RepeatedValue others)
            return others.Times(Numbers.Apply(DimensionOperator.Subtract, DimensionExpression.Of(1), condition));
        var choice = new ConditionalValue(condition, then, otherwise);
        return choice.Size <= MaxAlternatives ? choice : Unknown("it depends on too many conditions");
    }

    private static int SizeOf(Value value) => value is ConditionalValue inner ? inner.Size : 1;
}

/// <summary>A value that is made once for each of a number of passes that has no value yet.</summary>
internal sealed record RepeatedValue(DimensionExpression Count, Value Once) : Value
{
    public RepeatedValue Times(DimensionExpression factor) => this with { Count = Numbers.Apply(DimensionOperator.Multiply, Count, factor) };
}

/// <summary>A sequence that is computed whenever it is walked through, as LINQ and iterators do.</summary>
/// <param name="Items">Computes it.</param>
/// <param name="Functions">The functions that compute an element when it is asked for.</param>
internal sealed record QueryValue(Func<IReadOnlyList<Value>> Items, IReadOnlyList<FunctionValue> Functions) : Value
{
    /// <summary>Their code.</summary>
    public IReadOnlyList<IOperation> Code => [.. Functions.Select(function => function.Body).OfType<IOperation>()];
}

/// <summary>A module without a weight of two dimensions: an activation, a normalization, pooling.</summary>
/// <param name="Name">The module's type.</param>
/// <param name="Effect">What it does to spatial axes; <see langword="null"/> where that cannot be told.</param>
internal sealed record WeightlessValue(string Name, SpatialEffect? Effect) : Value;

/// <summary>A tensor on its way through <c>forward</c>: the sizes of its spatial axes; <see langword="null"/> where they are not known.</summary>
internal sealed record TensorValue(IReadOnlyList<DimensionExpression>? Sizes) : Value
{
    /// <summary>The linear layer that it has just come out of, unchanged since.</summary>
    public LinearOutput? Source { get; init; }
}

/// <summary>A tensor with the sizes of its axes; two of the same shape are still two.</summary>
internal sealed record ParameterValue(IReadOnlyList<DimensionExpression> Shape) : Value
{
    /// <summary>Whether it is a <c>Parameter</c>, which TorchSharp registers whatever the type of the field.</summary>
    public bool IsParameter { get; init; }

    public bool Equals(ParameterValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A module class that is not read here, created with these arguments by parameter name.</summary>
internal sealed record SubmoduleValue(INamedTypeSymbol Type, IMethodSymbol? Constructor, IReadOnlyDictionary<string, Value> Arguments) : Value
{
    public bool Equals(SubmoduleValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
