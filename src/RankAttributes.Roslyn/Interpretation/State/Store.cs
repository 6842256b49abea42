using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>Variables and objects by number. A state is saved and restored at no cost, which is what following both sides of a condition needs.</summary>
internal sealed class Store(Budget budget)
{
    private readonly List<int> written = [];
    // Objects by their class, which they keep; lists, containers and the like apart.
    private readonly Dictionary<INamedTypeSymbol, List<int>> ofClass = new(SymbolEqualityComparer.Default);
    private readonly List<int> others = [];
    private readonly Dictionary<(INamedTypeSymbol Class, ITypeSymbol Variable), bool> related = [];
    private readonly Dictionary<int, Content> given = [];
    private readonly HashSet<INamedTypeSymbol> classes = new(SymbolEqualityComparer.Default);
    private ImmutableDictionary<int, Content>.Builder contents = ImmutableDictionary.CreateBuilder<int, Content>();
    private int next;

    /// <summary>Another one after every change.</summary>
    public long Version { get; private set; }

    public int Add(Content content)
    {
        if (content is ObjectContent { Type: var type }) Note(type);
        var id = next++;
        if (content is not Value)
        {
            budget.Make();
            Sort(id, content);
        }

        Set(id, content);
        return id;
    }

    public ReferenceValue AddObject(Content content) => new(Add(content));

    /// <summary>An object that is there before the constructor runs, whenever it is first met: on both sides of every condition.</summary>
    public ReferenceValue Give(Content content)
    {
        var id = Add(content);
        given[id] = content;
        return new ReferenceValue(id);
    }

    /// <summary>Makes something out of what is there before the constructor runs; all that it makes is there then, too.</summary>
    /// <returns>It, and the older objects that the making changed.</returns>
    public (T Made, IReadOnlyList<int> Changed) AtFirst<T>(Func<T> make)
    {
        var (now, first) = (Save(), next);
        contents = ImmutableDictionary.CreateBuilder<int, Content>();
        var made = make();
        foreach (var pair in contents)
        {
            if (pair.Key >= first) given[pair.Key] = pair.Value;
        }

        var changed = contents.Keys.Where(id => id < first).ToList();
        Restore(now);
        return (made, changed);
    }

    public Content? Find(int id)
    {
        if (Held(contents, id) is not { } content) return null;
        budget.Walk(content);
        return content;
    }

    /// <summary>How many variables and objects there are, which is one more than the last one's number.</summary>
    public int Count => next;

    /// <summary>How many objects were ever made.</summary>
    public int Objects { get; private set; }

    /// <summary>The classes of all objects that were ever made, or may have been.</summary>
    public IReadOnlyCollection<INamedTypeSymbol> Classes => classes;

    /// <summary>A class of which code that is not run may make an object.</summary>
    public void Note(INamedTypeSymbol type) => classes.Add(type);

    /// <summary>The objects that a variable of a type may refer to, the oldest first.</summary>
    public IReadOnlyList<int> OfType(ITypeSymbol? type)
    {
        var found = new List<int>();
        foreach (var pair in ofClass)
        {
            if (type is null || IsRelated(pair.Key, type)) found.AddRange(pair.Value.Where(IsHeld));
        }

        budget.Compare(others.Count);
        found.AddRange(others.Where(id => Held(contents, id) is { } content && Types.MayBe(content, type)));
        found.Sort();
        return found;
    }

    /// <summary>The objects of a class itself, the oldest first.</summary>
    public IReadOnlyList<int> OfClass(INamedTypeSymbol type)
        => ofClass.TryGetValue(type.OriginalDefinition, out var all) ? all.FindAll(IsHeld) : [];

    public Content? Find(Value value) => value is ReferenceValue reference ? Find(reference.Id) : null;

    public void Set(int id, Content content)
    {
        budget.Grow(contents.TryGetValue(id, out var before) ? before : null, content);
        contents[id] = content;
        written.Add(id);
        Version++;
    }

    /// <summary>Puts a value in the place of another, in all that hold it.</summary>
    public void Replace(Value old, Value other)
    {
        foreach (var pair in contents.ToImmutable())
        {
            budget.Step();
            if (Replacement.Of(pair.Value, old, other) is var changed && !ReferenceEquals(changed, pair.Value)) Set(pair.Key, changed);
        }
    }

    public Snapshot Save() => new(contents.ToImmutable(), written.Count);

    public void Restore(Snapshot snapshot)
    {
        contents = snapshot.Contents.ToBuilder();
        Version++;
    }

    /// <summary>Joins the other side of a condition into the present state.</summary>
    /// <param name="condition">Under which the other side holds.</param>
    /// <param name="then">The state at the end of the other side.</param>
    /// <param name="since">Where both sides began: only what was written since can differ.</param>
    public void Join(DimensionExpression condition, Snapshot then, int since)
        => Combine(then, since, (mine, other) => Joining.Join(condition, other, mine));

    /// <summary>Joins a state before a loop into the present one, which is that after one pass of a number that is not known.</summary>
    public void JoinPasses(DimensionExpression count, Snapshot before, int since)
        => Combine(before, since, (after, first) => Joining.JoinPasses(count, first, after));

    /// <summary>What was written since a point in time.</summary>
    public IReadOnlyCollection<int> WrittenSince(int position)
    {
        budget.Step((written.Count - position) / 8);
        return new HashSet<int>(written.Skip(position));
    }

    /// <summary>What a state holds: of what is there from the beginning and not yet met, that.</summary>
    private Content? Held(IReadOnlyDictionary<int, Content> state, int id)
        => state.TryGetValue(id, out var content) || given.TryGetValue(id, out content) ? content : null;

    private void Sort(int id, Content content)
    {
        Objects++;
        if (content is not ObjectContent { Type: var type })
        {
            others.Add(id);
            return;
        }

        if (!ofClass.TryGetValue(type, out var same)) ofClass[type] = same = [];
        same.Add(id);
    }

    private bool IsHeld(int id) => Held(contents, id) is not null;

    private bool IsRelated(INamedTypeSymbol made, ITypeSymbol variable)
        => related.TryGetValue((made, variable), out var known) ? known
            : related[(made, variable)] = Types.MayBe(made, variable);

    private void Combine(Snapshot other, int since, Func<Content, Content, Content> join)
    {
        foreach (var id in WrittenSince(since))
        {
            if (Held(other.Contents, id) is not { } theirs) continue;
            if (Held(contents, id) is not { } mine) Set(id, theirs);
            else if (!ReferenceEquals(mine, theirs)) Set(id, Joined(mine, theirs));
        }

        Content Joined(Content mine, Content theirs)
        {
            budget.Join(mine, theirs);
            return join(mine, theirs);
        }
    }
}

/// <summary>A state of the store, and how much had been written when it was taken.</summary>
internal sealed record Snapshot(ImmutableDictionary<int, Content> Contents, int Position);
