using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Methods of dictionaries.</summary>
internal sealed class Dictionaries(Interpreter interpreter)
{
    public Value? Call(int id, DictionaryContent dictionary, IInvocationOperation call, string method, IReadOnlyList<Value> values)
    {
        switch (method, values.Count)
        {
            case ("Add", 2):
                switch (Has(dictionary, values[0]).Value)
                {
                    case null:
                        interpreter.Doubt("whether a dictionary has a key is not known");
                        break;
                    case not 0:
                        return interpreter.Thrown.Throw("System.ArgumentException", "a dictionary has the key already");
                }

                interpreter.Store.Set(id, interpreter.Places.Elements.Put(dictionary, values[0], values[1]));
                return Value.Null;
            case ("TryAdd", 2) when Has(dictionary, values[0]).Value is { } isThere:
                if (isThere == 0) interpreter.Store.Set(id, interpreter.Places.Elements.Put(dictionary, values[0], values[1]));
                return Value.Truth(isThere == 0);
            case ("ContainsKey", 1):
                return new NumberValue(Has(dictionary, values[0]));
            case ("TryGetValue", 2) when Has(dictionary, values[0]).Value is { } isFound:
                interpreter.Places.Assign(call.Arguments[1].Value, isFound != 0
                    ? interpreter.Places.Elements.Find(dictionary, values[0])!
                    : Defaults.Of(call.Arguments[1].Value.Type!));
                return Value.Truth(isFound != 0);
            case ("GetValueOrDefault", 1 or 2) when Has(dictionary, values[0]).Value is { } isKnown:
                return isKnown != 0 ? interpreter.Places.Elements.Find(dictionary, values[0])
                    : values.Count == 2 ? values[1] : Defaults.Of(call.TargetMethod.ReturnType);
            case ("Remove", 1) when Has(dictionary, values[0]).Value is { } isRemoved:
                var gone = dictionary.Entries.FindIndex(entry => interpreter.Facts.Decide(Equality.Of(interpreter, entry.Key, values[0])) == true);
                if (gone >= 0) interpreter.Store.Set(id, dictionary with
                {
                    Entries = dictionary.Entries.RemoveAt(gone),
                    HasGap = dictionary.HasGap || gone < dictionary.Entries.Count - 1,
                });
                return Value.Truth(isRemoved != 0);
            case ("Clear", 0):
                interpreter.Store.Set(id, new DictionaryContent([], null));
                return Value.Null;
            default:
                return null;
        }
    }

    private DimensionExpression Has(DictionaryContent dictionary, Value key)
    {
        var start = dictionary.Rest is null ? DimensionExpression.Of(0) : DimensionExpression.Unknown(dictionary.Rest);
        return dictionary.Entries.Select(entry => Equality.Of(interpreter, entry.Key, key)).Aggregate(start, Numbers.Or);
    }
}
