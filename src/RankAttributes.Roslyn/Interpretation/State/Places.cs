using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Where values are kept: variables, and through <see cref="Members"/> and <see cref="Elements"/> what objects hold.</summary>
internal sealed class Places
{
    private readonly Interpreter interpreter;
    private readonly Targets targets;

    public Places(Interpreter interpreter)
    {
        this.interpreter = interpreter;
        targets = new Targets(interpreter);
        Members = new Members(interpreter);
        Elements = new Elements(interpreter);
        Indexers = new Indexers(interpreter);
    }

    public Members Members { get; }

    public Elements Elements { get; }

    public Indexers Indexers { get; }

    /// <summary>A new variable; in a loop, each pass has its own.</summary>
    public void Declare(ISymbol symbol, Value value)
        => interpreter.Frame.Declare(symbol, interpreter.Store.Add(interpreter.Structures.Kept(value, (symbol as ILocalSymbol)?.Type)));

    /// <summary>A variable that is another name of a place.</summary>
    public void DeclareAlias(ISymbol symbol, IOperation place)
    {
        if (Variable(place) is { } variable && interpreter.Frame.Find(variable) is { } cell)
        {
            interpreter.Frame.Declare(symbol, cell);
            return;
        }

        if (place is IConditionalOperation { IsRef: true, WhenFalse: { } second } choice
            && interpreter.Facts.Decide(Numbers.NumberOf(interpreter.Evaluate(choice.Condition))) is { } isFirst)
        {
            DeclareAlias(symbol, isFirst ? choice.WhenTrue : second);
            return;
        }

        if (Place(place) is { } other)
        {
            Declare(symbol, other);
            return;
        }

        const string Reason = "a reference to it is taken";
        interpreter.Evaluate(place);
        Assign(place, Value.Unknown(Reason));
        Declare(symbol, Value.Unknown(Reason));
    }

    /// <summary>After a reference to a place is handed out, nothing is known of it: who has the reference may write to it at any time.</summary>
    public void Lend(IOperation place)
    {
        const string Reason = "a reference to it is given back";
        if (Place(place) is { Member: null } element) interpreter.Expressions.Calls.Views.Open(element.Holder, Reason);
        else Assign(place, Value.Unknown(Reason));
    }

    /// <summary>An element or a field, of which the holder and the index are evaluated here, in this order; <see langword="null"/> of any other.</summary>
    public PlaceValue? Place(IOperation place)
    {
        switch (place)
        {
            case IArrayElementReferenceOperation { Indices: [var index] } element:
                return Element(element.ArrayReference, index);
            case IPropertyReferenceOperation { Property: { IsIndexer: true } indexer, Instance: { } indexed, Arguments: [var index] }
                when !Indexers.IsOwn(indexer):
                return Element(indexed, index.Value);
            case IImplicitIndexerReferenceOperation element:
                return Element(element.Instance, element.Argument);
            case IFieldReferenceOperation { Instance: { } instance, Field: var field }:
                return new PlaceValue(interpreter.Evaluate(instance), field, Value.Null, FromEnd: false);
            default:
                return null;
        }

        PlaceValue Element(IOperation collection, IOperation index)
        {
            var held = interpreter.Evaluate(collection);
            var (position, fromEnd) = Elements.Position(index);
            return new PlaceValue(held, null, position, fromEnd) { Type = collection.Type };
        }
    }

    /// <summary>A place that is evaluated before what is written to it, and once; <see langword="null"/> where evaluating it again does the same.</summary>
    /// <param name="target">The place.</param>
    /// <param name="value">What is evaluated between finding the place and writing to it.</param>
    public PlaceValue? Once(IOperation target, IOperation? value = null)
    {
        if (!ChangesSomething(target) && (value is null || !MayChange(value))) return null;
        return target is IPropertyReferenceOperation { Property: { IsIndexer: false } property, Instance: { } instance }
            ? new PlaceValue(interpreter.Evaluate(instance), property, Value.Null, FromEnd: false)
            : Place(target);
    }

    /// <summary>Whether evaluating a place a second time may do more than the first.</summary>
    public bool ChangesSomething(IOperation place) => place.Descendants().Any(Runs);

    /// <summary>Whether an expression may do more than read.</summary>
    public bool MayChange(IOperation value) => value.DescendantsAndSelf().Any(Runs);

    private bool Runs(IOperation part) => part is IAssignmentOperation or IIncrementOrDecrementOperation or IInvocationOperation
        || part is IPropertyReferenceOperation { Property: var property } && interpreter.Source.Getter(property) is not null;

    public Value Read(PlaceValue place) => place.Member is { } member
        ? Members.Get(place.Holder, member, isBase: false)
        : interpreter.Each(place.Holder, one => interpreter.Each(place.Position, at => Elements.GetOne(one, at, place.FromEnd, null)));

    public Value Write(PlaceValue place, Value value)
    {
        if (place.Member is { } member) Members.Set(place.Holder, member, value, runsSetter: true);
        else Elements.Set(place.Holder, place.Type, place.Position, place.FromEnd, value);
        return value;
    }

    public Value? Peek(ISymbol symbol)
    {
        if (interpreter.Frame.Find(symbol) is not { } cell) return Captured(symbol);
        return interpreter.Store.Find(cell) is PlaceValue place ? Read(place) : interpreter.Store.Find(cell) as Value;
    }

    public Value Read(ISymbol symbol) => Peek(symbol) is { } value ? interpreter.Facts.Resolve(value)
        : symbol is IParameterSymbol parameter ? interpreter.Objects.OfType(parameter.Type, parameter.Name)
        : Value.Unknown($"'{symbol.Name}' has no value here");

    public void Forget(ISymbol symbol, string reason)
    {
        if (Peek(symbol) is not null) Write(symbol, Value.Unknown(reason));
    }

    public void Assign(ISymbol symbol, Value value) => Write(symbol, value);

    public Value? PeekMember(Value holder, ISymbol member) => Members.Peek(holder, member);

    public void SetMember(Value holder, ISymbol member, Value value, bool runsSetter = true) => Members.Set(holder, member, value, runsSetter);

    /// <summary>A member that is not known from now on, nor what an override of it keeps.</summary>
    public void ForgetMember(Value holder, ISymbol member, string reason)
    {
        SetMember(holder, member, Value.Unknown(reason), runsSetter: false);
        if (interpreter.Store.Find(holder) is ObjectContent made && Dispatch.Implementation(made.Type, member) is var chosen
            && !SymbolEqualityComparer.Default.Equals(chosen, member.OriginalDefinition))
            SetMember(holder, chosen, Value.Unknown(reason), runsSetter: false);
    }

    public Value Assign(IOperation target, Value value)
    {
        switch (target)
        {
            case IConversionOperation conversion:
                return Assign(conversion.Operand, value);
            case IParenthesizedOperation inner:
                return Assign(inner.Operand, value);
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value);
            case ILocalReferenceOperation { IsDeclaration: true, Local: var local }:
                Declare(local, value);
                break;
            case ILocalReferenceOperation { Local: var local }:
                Write(local, interpreter.Structures.Kept(value, local.Type));
                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                Write(parameter, interpreter.Structures.Kept(value, parameter.Type));
                break;
            case ITupleOperation tuple:
                return Prepare(tuple)(value);
            case IPropertyReferenceOperation { Property: { IsIndexer: true } indexer, Instance: { } own } element when Indexers.IsOwn(indexer):
                Indexers.Set(element, interpreter.Evaluate(own), value);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } element:
                Elements.Set(interpreter.Evaluate(indexed), indexed.Type, element.Arguments.Length == 1 ? element.Arguments[0].Value : null, value);
                break;
            case IPropertyReferenceOperation { Property.ReturnsByRef: true }:
                interpreter.Evaluate(target);
                break;
            case IMemberReferenceOperation { Instance: null, Member: var member }:
                interpreter.Invalidation.ForgetEntered(target);
                interpreter.Objects.SetStatic(member, value);
                break;
            case IMemberReferenceOperation { Instance: { } instance, Member: var member }:
                Members.Set(interpreter.Evaluate(instance), member, interpreter.Structures.Kept(value, target.Type), runsSetter: true);
                break;
            case IArrayElementReferenceOperation element:
                Elements.Set(
                    interpreter.Evaluate(element.ArrayReference), element.ArrayReference.Type, element.Indices.Length == 1 ? element.Indices[0] : null, value);
                break;
            case IImplicitIndexerReferenceOperation element:
                Elements.Set(interpreter.Evaluate(element.Instance), element.Instance.Type, element.Argument, value);
                interpreter.Invalidation.ForgetCalled(element);
                break;
            case IInstanceReferenceOperation:
                interpreter.Structures.Replace(interpreter.Frame.Instance ?? Value.Null, value);
                break;
            case IConditionalOperation { IsRef: true, WhenFalse: { } otherwise } choice:
                Assign(choice.WhenTrue, Value.Unknown("it may be written to by a condition"));
                Assign(otherwise, Value.Unknown("it may be written to by a condition"));
                break;
            case not null:
                interpreter.Evaluate(target);
                interpreter.Invalidation.Forget(target, "it is written to through a reference that is not followed");
                break;
        }

        return value;
    }

    public Func<Value, Value> Prepare(IOperation target) => targets.Prepare(target);

    private void Write(ISymbol symbol, Value value)
    {
        if (interpreter.Frame.Find(symbol) is { } cell) Write(cell, value);
        else if (symbol is IParameterSymbol && interpreter.Frame.Instance is { } instance && Captured(symbol) is not null)
            Members.Set(instance, symbol, value, runsSetter: false);
        else Declare(symbol, value);
    }

    private void Write(int cell, Value value)
    {
        if (interpreter.Store.Find(cell) is PlaceValue place) Write(place, value);
        else interpreter.Store.Set(cell, value);
    }

    /// <summary>A parameter of a primary constructor, which lives as long as the object.</summary>
    private Value? Captured(ISymbol symbol)
        => symbol is IParameterSymbol && interpreter.Frame.Instance is { } instance && interpreter.Store.Find(instance) is ObjectContent made
            && made.Fields.TryGetValue(symbol, out var value) ? value : null;

    private static ISymbol? Variable(IOperation place) => place switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
