using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Makes the content of objects unknown, and of all that can be reached from them. Read-only members and the length of an array stay.
/// </summary>
internal sealed class Havoc(Interpreter interpreter)
{
    private Store Store => interpreter.Store;

    public void Object(Value value, string reason) => Object(value, reason, [], Access.FromOutside);

    /// <summary>An object whose own members may have been called.</summary>
    public void Members(Value value, string reason) => Object(value, reason, [], Access.ByMembers);

    /// <summary>An object with what its class keeps to itself.</summary>
    public void Whole(Value value, string reason) => Object(value, reason, [], Access.ByName);

    /// <summary>What the constructor has set of the objects that were passed in.</summary>
    public void Arguments(string reason)
    {
        foreach (var (id, path) in interpreter.Objects.PassedIn.ToList())
            Store.Set(id, path with { Fields = Changed(path.Fields, reason, Access.ByMembers) });
    }

    /// <summary>Elements that are written at positions that are not known.</summary>
    public void Elements(Value value, string reason)
    {
        if (value is not ReferenceValue { Id: var id }) return;
        switch (Store.Find(id))
        {
            case ListContent list:
                // Behind the first that is not just one, no position is known, and now no element: that is one thing to know, however many there were.
                var certain = list.Items.Take(list.CertainPrefix).Select(Element);
                Store.Set(id, list with { Items = [.. list.IsCertain ? certain : certain.Append(Value.Rest(reason))] });
                break;
            case DictionaryContent:
                Store.Set(id, new DictionaryContent([], reason));
                break;
            case ContainerContent { Kind: ContainerKind.Dictionary } dictionary:
                Store.Set(id, dictionary with { Children = [new Registration("", Value.Rest(reason))] });
                break;
            case ContainerContent container:
                Store.Set(id, container with { Children = [.. container.Children.Select(child => child with { Value = Element(child.Value) })] });
                break;
        }

        Value Element(Value element) => ListContent.IsSingle(element) ? Value.Unknown(reason) : Value.Rest(reason);
    }

    /// <summary>Elements that are added, of a number that is not known.</summary>
    public void Append(Value value, Value rest)
    {
        if (value is not ReferenceValue { Id: var id }) return;
        switch (Store.Find(id))
        {
            case ListContent { Items: [.., var last] } when last.Equals(rest):
                break;
            case ListContent { Kind: not ListKind.Set } list:
                Store.Set(id, list with { Items = list.Items.Add(rest) });
                break;
            case ContainerContent { Children: [.., { Value: var last }] } when last.Equals(rest):
                break;
            case ContainerContent container:
                Store.Set(id, container with { Children = container.Children.Add(new Registration("", rest)) });
                break;
            case ObjectContent { Steps: { } steps } derived:
                Store.Set(id, derived with { Steps = steps.Add(new Registration("", rest)) });
                break;
            default:
                Object(value, "it is added to by code that is not followed");
                break;
        }
    }

    /// <summary>Modules that are registered, of a number and under names that are not known.</summary>
    public void Registrations(Value value, Value rest, string beginning)
    {
        if (value is ReferenceValue { Id: var id } && Store.Find(id) is ObjectContent module
            && !(module.Registered is [.., { Name: Registration.Anywhere } last] && last.Value.Equals(rest) && last.Beginning == beginning))
            Store.Set(id, module with { Registered = module.Registered.Add(new Registration(Registration.Anywhere, rest) { Beginning = beginning }) });
    }

    private void Object(Value value, string reason, HashSet<int> seen, Access access)
    {
        interpreter.Budget.Step();
        switch (value)
        {
            case ConditionalValue choice:
                Object(choice.Then, reason, seen, access);
                Object(choice.Else, reason, seen, access);
                break;
            case RepeatedValue repeated:
                Object(repeated.Once, reason, seen, access);
                break;
            case FunctionValue function:
                interpreter.Deferred.Keep(function);
                interpreter.Invalidation.Forget(function, reason);
                break;
            case QueryValue query:
                foreach (var function in query.Functions) Object(function, reason, seen, access);
                break;
            case ReferenceValue { Id: var id } when seen.Add(id):
                Content(id, Store.Find(id), reason, seen, access);
                break;
        }
    }

    private void Content(int id, Content? content, string reason, HashSet<int> seen, Access access)
    {
        switch (content)
        {
            case ListContent list:
                foreach (var item in list.Items) Object(item, reason, seen, access);
                if (list.Kind is ListKind.Array) Elements(new ReferenceValue(id), reason);
                else if (list.Kind is not ListKind.Tuple) Store.Set(id, list with { Items = [Value.Rest(reason)] });
                break;
            case DictionaryContent dictionary:
                foreach (var entry in dictionary.Entries) Object(entry.Value, reason, seen, access);
                Store.Set(id, new DictionaryContent([], reason));
                break;
            case ContainerContent container:
                foreach (var child in container.Children) Object(child.Value, reason, seen, access);
                Store.Set(id, container with { Children = [new Registration("", Value.Rest(reason))] });
                break;
            case ObjectContent member:
                foreach (var held in member.Fields.Values) Object(held, reason, seen, access);
                if (Store.Find(id) is ObjectContent now) Store.Set(id, now with { Fields = Changed(now.Fields, reason, access), Rest = reason });
                if (access != Access.FromOutside && TorchSymbols.IsModule(member.Type)) Registrations(new ReferenceValue(id), Value.Rest(reason), "");
                break;
            case PathContent path:
                Store.Set(id, path with { Fields = Changed(path.Fields, reason, access), Rest = reason });
                foreach (var (other, same) in interpreter.Objects.MayBeSame(id, path))
                    Store.Set(other, same with { Fields = Changed(same.Fields, reason, access) });
                break;
        }
    }

    private static ImmutableDictionary<ISymbol, Value> Changed(ImmutableDictionary<ISymbol, Value> fields, string reason, Access access)
        => fields.SetItems(fields.Where(pair => !Stays(pair.Key, access)).Select(pair => new KeyValuePair<ISymbol, Value>(pair.Key, Value.Unknown(reason))));

    private static bool Stays(ISymbol member, Access access) => access != Access.ByName && (IsFixed(member) || access == Access.FromOutside && member
        is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private });

    /// <summary>Whether a member keeps its value once its object is made.</summary>
    public static bool IsFixed(ISymbol member)
        => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null or { IsInitOnly: true } };

    /// <summary>Who may have changed an object.</summary>
    private enum Access
    {
        /// <summary>Code that sets what it can.</summary>
        FromOutside,

        /// <summary>Its own members, which somebody called.</summary>
        ByMembers,

        /// <summary>Code that finds members by their names, at run time.</summary>
        ByName,
    }
}
