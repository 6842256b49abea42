using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Creations;

namespace RankAttributes.Roslyn.Tests;

/// <summary>What cannot be read is named, with its reason; nothing else that the same code may have changed is called certain.</summary>
public class UnknownTests
{
    private const string Opaque =
        "static class Opaque { public static bool No => Environment.GetEnvironmentVariable(\"x\") is not null; public static int Number => "
            + "Environment.ProcessorCount; } ";

    public static TheoryData<string, string, string, string> Forms => new()
    {
        { "a loop without a bound",
            "ModuleList<Linear> list = new(); Linear a = null!; public Net(int w) : base(\"n\") { var k = 3; while (Opaque.No) { k++; list.Add(Linear(k, "
                + "4)); } a = Linear(k, 5); RegisterComponents(); }", "", "a,list.0" },
        { "a list that is handed on",
            "Sequential s; Linear a; public Net() : base(\"n\") { var list = new List<Module<Tensor, Tensor>> { Linear(3, 4) }; var n = new[] { 3, 4 }; "
                + "System.Threading.Interlocked.Increment(ref n[0]); Array.ForEach(n, x => list.Add(Linear(x, 3))); s = Sequential(list); a = Linear(n[0], "
                    + "2); RegisterComponents(); }", "s.0,s.2", "a,s.1" },
        { "an element at an index without a value",
            "Linear a; public Net(int i) : base(\"n\") { var n = new[] { 3, 4 }; n[i] = 9; a = Linear(n[0], n.Length); RegisterComponents(); }", "", "a" },
        { "a module that a delegate makes",
            "Module<Tensor, Tensor> a; Linear b = Linear(2, 3); public Net(Func<Module<Tensor, Tensor>> make) : base(\"n\") { a = make(); "
                + "RegisterComponents(); }", "b", "a" },
        { "a member that is assigned in a lambda that may run",
            "Linear a = Linear(3, 4), b = Linear(4, 5); public Net() : base(\"n\") { Action act = () => { a = Linear(9, 9); }; if (Opaque.No) act(); "
                + "RegisterComponents(); }", "b", "" },
        { "a try that may end early",
            "Linear a = Linear(3, 4); public Net() : base(\"n\") { var w = 3; try { w = Opaque.Number; w = 4; a = Linear(5, 6); } catch (Exception) { } "
                + "RegisterComponents(); }", "", "a" },
        { "an endless loop", "Linear a = Linear(3, 4); public Net() : base(\"n\") { for (;;) { } }", "", "a" },
        { "a goto", "Linear a = Linear(3, 4); public Net() : base(\"n\") { start: if (Opaque.No) goto start; RegisterComponents(); }", "", "a" },
        { "conditional layers",
            "Linear a = Linear(3, 4), b = null!; public Net(bool extra) : base(\"n\") { if (extra) b = Linear(1000, 1000); RegisterComponents(); }", "a", "" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_not_followed_is_named(string form, string members, string certain, string unknown)
    {
        Assert.NotEmpty(form);
        var model = Read(members);
        Assert.Equal(certain, string.Join(',', model.Layers.Where(layer => layer.IsResolved).Select(layer => layer.Name).Order(StringComparer.Ordinal)));
        var named = model.UnreadLayers.Where(item => !item.IsElsewhere).Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in unknown.Split(',', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(named, item => item == name || name.StartsWith(item + ".", StringComparison.Ordinal));
        Assert.False(model.IsResolved);
    }

    [Theory]
    [InlineData("int hidden; int Hidden => Hidden; Linear a; public Net() : base(\"n\") { a = Linear(Hidden, 3); RegisterComponents(); }")]
    [InlineData("static int A => B; static int B => A; Linear a; public Net() : base(\"n\") { a = Linear(A, 3); RegisterComponents(); }")]
    [InlineData("Linear a = Linear(3, 4); public Net() : base(\"n\") { var l = new List<object>(); l.Add(l); var o = new object[1]; o[0] = o; "
        + "RegisterComponents(); }")]
    [InlineData("Sequential s = Sequential(); public Net() : base(\"n\") { s.append(\"x\", s); RegisterComponents(); }")]
    [InlineData("Linear a; public Net(int w) : base(\"n\") { var l = new List<int> { w }; l.AddRange(l); for (var i = 0; i < 30; i++) l.AddRange(l); a = "
        + "Linear(l.Count, 3); RegisterComponents(); }")]
    [InlineData("Linear a; public Net(int w) : base(\"n\") { for (var i = 0; i < 24; i++) w = w + w; a = Linear(w, 3); RegisterComponents(); }")]
    [InlineData("Linear a; public Net(int w, bool att, bool wide, int cap) : base(\"n\") { int c = w, n = 0; for (var i = 0; i < 8; i++) { n = att && i > 1 "
        + "? c * 2 : c + w; if (wide) n += c; if (n > cap) n = cap; c = n; } a = Linear(n, 3); RegisterComponents(); }")]
    [InlineData("Linear a; public Net(int w) : base(\"n\") { var o = 0; for (var i = 0; i < 16; i++) if (w > i) o += i; a = Linear(o, 3); "
        + "RegisterComponents(); }")]
    public void Nothing_ends_the_compiler(string members)
    {
        var model = Read(members);
        Assert.True(model.Layers.Concat(Read(members).Layers).All(layer => layer.Outputs.ToString()!.Length < 5_000));
    }

    [Theory]
    [InlineData("for (var i = 0; i < 60; i++) list.InsertRange(0, list);")]
    [InlineData("IEnumerable<int> all = list; for (var i = 0; i < 60; i++) all = all.Concat(all); list.Add(all.Count());")]
    [InlineData("var many = new int[9_000]; for (var i = 0; i < many.Length; i++) if (many[i] == 3) list.Add(many[i]);")]
    [InlineData("for (var i = 0; i < 90_000; i++) { if (sizes.Length == i) return; if (list.Count > sizes[0]) list[0]++; }")]
    [InlineData("var (x, y) = (1, 2); for (var i = 0; i < 12_000; i++) (x, y) = (y, x);")]
    [InlineData("for (var i = 0; i < 12_000; i++) Linear(i + 1, 2);")]
    public void Work_is_charged_by_the_size_of_what_it_touches(string body)
    {
        var model = Read(
            $"Linear a; public Net(int[] sizes) : base(\"n\") {{ var list = new List<int> {{ 2, 3 }}; {body} a = Linear(list[0], 3); RegisterComponents(); }}");
        Assert.Empty(model.Layers);
        Assert.Equal("a: the constructor takes too many steps to follow", string.Join(", ", model.UnreadLayers.Select(item => $"{item.Name}: {item.Reason}")));
    }

    /// <summary>What is left to do while a loop is being typed is not done for a whole reading.</summary>
    [Theory]
    [InlineData("while (true) { w++; }")]
    [InlineData("for (;;) w++;")]
    [InlineData("for (var i = 0; i < 3; ) w++;")]
    [InlineData("var i = 0; while (i < 2) { list.Add(w); }")]
    [InlineData("var i = 0; do { list.Add(w); } while (i is 0);")]
    [InlineData("var i = 0; while (true) { if (i >= 2) break; foreach (var n in list) { if (n > 4) break; w += n; } }")]
    [InlineData("var i = 0; while (true) { if (i >= w) { return; } using (torch.no_grad()) { if (flag) continue; list[0]++; } }")]
    [InlineData("while (true) { System.Func<int, int> f = v => { if (v > 3) return 1; return v; }; list[0] = f(list[0]); }")]
    [InlineData("while (true) { switch (list.Count) { case 1: list.Add(2); break; default: list.Clear(); break; } }")]
    public void A_loop_that_has_no_end_is_given_up_at_once(string loop)
    {
        var model = Read($"Linear a; public Net(bool flag) : base(\"n\") {{ var (w, list) = (3, new List<int> {{ 2 }}); a = Linear(w, 3); {loop} }}");
        Assert.Equal("a: the constructor runs a loop that has no end", string.Join(", ", model.UnreadLayers.Select(item => $"{item.Name}: {item.Reason}")));
    }

    [Theory]
    [InlineData("while (true) { if (i >= 40) break; i++; }")]
    [InlineData("while (true) { if (i >= 40) break; Step(ref i); }")]
    [InlineData("void Next() => i++; while (i < 40) { Next(); }")]
    [InlineData("System.Action next = () => { i += 1; }; while (i < 40) next();")]
    [InlineData("while (true) { i++; if (i < 40) continue; break; }")]
    [InlineData("while (true) { list.Add(1); if (list.Count < 41) continue; i = 40; break; }")]
    [InlineData("var done = false; while (!done) { list.Add(1); i++; if (list.Count == 41) done = true; }")]
    [InlineData("while (list.Count < 41) { list.Add(1); i++; }")]
    [InlineData("try { while (true) { Fail(ref i); } } catch (System.InvalidOperationException) { }")]
    [InlineData("while (true) { try { if (++i == 40) throw new System.InvalidOperationException(); } catch (System.InvalidOperationException) { break; } }")]
    [InlineData("while (true) { foreach (var n in list) { list[0] = n + 1; i++; break; } if (list[0] == 40) break; }")]
    [InlineData("while (true) { switch (i) { case 40: goto end; default: i++; break; } } end: ;")]
    [InlineData("for (; ; (i, _) = (i + 1, 0)) if (i == 40) break;")]
    [InlineData("i = Climb(0); static int Climb(int n) { while (n < 40) n++; return n; }")]
    public void A_loop_of_many_passes_that_ends_is_followed(string loop)
    {
        var model = Read(
            $"Linear a; public Net() : base(\"n\") {{ var (i, list) = (0, new List<int>()); list.Add(0); {loop} a = Linear(i, 3); RegisterComponents(); }} "
                + "static void Step(ref int i) => i++; static void Fail(ref int i) { if (++i == 40) throw new System.InvalidOperationException(); }");
        Assert.Empty(model.UnreadLayers);
        Assert.Contains("in=40", string.Join(", ", model.Layers.Select(layer => $"in={layer.Inputs}")));
    }

    [Theory]
    [InlineData("do { v++; } while (++i 2);")]
    [InlineData("while (i) { v++; }")]
    [InlineData("for (; 1; ) { v++; }")]
    public void A_condition_that_is_being_typed_does_not_loop_for_ever(string loop)
    {
        var compilation = Compile.Sources(
            "[SchattenRegularize(0.5)] public partial class Net : Module<Tensor, Tensor> { Linear a, b; public Net() : base(\"n\") { int i = 1, v = 2; "
                + $"a = Linear(2, 3); {loop} b = Linear(4, 5); RegisterComponents(); }} public override Tensor forward(Tensor x) => x; }}");
        var model = CreationReader.AtClass(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
        Assert.DoesNotContain(model.UnreadLayers, item => item.Reason.Contains("steps", StringComparison.Ordinal));
        Assert.Contains(model.Layers, layer => layer.Name == "a");
    }

    /// <summary>A symbol stands for what an argument is when it is passed in.</summary>
    [Theory]
    [InlineData("", "sizes.Count", "sizes.Length")]
    [InlineData("sizes.Add(3);", "sizes.Count", "?")]
    [InlineData("sizes.Clear();", "sizes.Count", "?")]
    [InlineData("Action<int> add = sizes.Add; add(3);", "sizes.Count", "?")]
    [InlineData("sizes.Add(3);", "part.Sizes.Count", "part.Sizes.Length")]
    [InlineData("part.Sizes.Add(3);", "part.Sizes.Count", "?")]
    [InlineData("change(part);", "part.Sizes.Count", "?")]
    [InlineData("_ = part.Sizes; change(part);", "part.Sizes.Count", "?")]
    [InlineData("change(part);", "part.Size", "part.Size")]
    public void The_length_of_an_argument_that_is_changed_is_not_known(string change, string read, string expected)
    {
        var model = Read("public class Part { public List<int> Sizes { get; } = new(); public int Size { get; } } "
            + "Linear a; public Net(List<int> sizes, Part part, Action<Part> change) : base(\"n\") "
            + $"{{ {change} a = Linear({read}, 3); RegisterComponents(); }}");
        var layer = Assert.Single(model.Layers);
        Assert.Equal(expected, layer.Inputs.UnknownReason is null ? layer.Inputs.ToString() : "?");
    }

    /// <summary>Past a limit, the alternatives of its elements are no longer kept apart, and what comes after it is read on.</summary>
    [Fact]
    public void A_list_that_doubles_with_each_condition_stops_at_a_limit()
    {
        var model = Read("Linear a, b; public Net(int[] sizes) : base(\"n\") { var list = new List<int> { 2, 3 }; for (var i = 0; i < 60; i++) { "
            + "if (sizes.Length > i) continue; list.Insert(0, i); } a = Linear(list[0], 3); b = Linear(4, 5); RegisterComponents(); }");
        Assert.Equal(["a", "b"], model.Layers.Select(layer => layer.Name));
        Assert.Equal([false, true], model.Layers.Select(layer => layer.IsResolved));
    }

    /// <summary>What is unknown on both sides of a condition, for the same reason, is one unknown: else it would double with each.</summary>
    [Fact]
    public void Elements_that_are_unknown_on_both_sides_are_joined_into_one()
    {
        var store = new Store(new Budget(CancellationToken.None));
        var id = store.Add(new ListContent(ListKind.List, [Value.Number(3)]));
        var before = store.Save();
        store.Set(id, new ListContent(ListKind.List, [Value.Number(3), Value.Unknown("x"), Value.Rest("y"), Value.Unknown("x")]));
        var then = store.Save();
        store.Restore(before);
        store.Set(id, new ListContent(ListKind.List, [Value.Number(3), Value.Unknown("x"), Value.Rest("y"), Value.Unknown("z")]));
        store.Join(DimensionExpression.Symbol("c"), then, before.Position);
        var items = Assert.IsType<ListContent>(store.Find(id)).Items;
        Assert.Equal([Value.Number(3), Value.Unknown("x"), Value.Rest("y")], items.Take(3));
        Assert.Equal(5, items.Count);
    }

    /// <summary>The oldest compiler knows no spreads, so there the list is unknown before it grows.</summary>
    [Fact]
    public void A_list_that_doubles_by_spreads_is_never_certain()
        => Assert.DoesNotContain(
            Read("Linear a; public Net() : base(\"n\") { List<int> list = [2, 3]; for (var i = 0; i < 60; i++) list = [.. list, .. list]; "
                + "a = Linear(list[0], 3); RegisterComponents(); }").Layers,
            layer => layer.IsResolved);

    [Fact]
    public void A_join_of_lists_costs_as_much_as_they_hold()
    {
        const int Length = 500;
        var budget = new Budget(CancellationToken.None);
        var store = new Store(budget);
        var id = store.Add(new ListContent(ListKind.List, []));
        var before = store.Save();
        store.Set(id, Numbered(0));
        var then = store.Save();
        store.Restore(before);
        store.Set(id, Numbered(1));
        var spent = budget.Spent;
        store.Join(DimensionExpression.Symbol("c"), then, before.Position);
        Assert.InRange(budget.Spent - spent, Length, 2 * Length);

        static ListContent Numbered(int first) => new(ListKind.List, [.. Enumerable.Range(first, Length - first).Select(number => Value.Number(number))]);
    }

    [Fact]
    public void Deep_code_is_read_or_named()
    {
        var sum = string.Concat(Enumerable.Repeat(" + 1", 3_000));
        Assert.Equal("w + 3000",
            Assert.Single(Read($"Linear a; public Net(int w) : base(\"n\") {{ a = Linear(3, w{sum}); RegisterComponents(); }}").Layers).Outputs.ToString());
        var nested = string.Concat(Enumerable.Repeat("Sequential(", 400)) + "Linear(3, 4)" + new string(')', 400);
        Assert.NotEmpty(Read($"Module<Tensor, Tensor> a; public Net() : base(\"n\") {{ a = {nested}; RegisterComponents(); }}").Layers);
    }

    /// <summary>The constructor of a base class that is read apart may call any override; what those call leads back to them.</summary>
    [Theory]
    [InlineData("protected override void Grow(int by) { base.Grow(by); }")]
    [InlineData("protected override void Grow(int by) { base.Grow(by); c = null; } protected override void Shrink() { base.Shrink(); base.Grow(2); }")]
    [InlineData("protected override void Shrink() { base.Shrink(); Grow(2); b = Linear(5, 5); }")]
    public void Overrides_that_call_their_base_are_walked_once(string overrides)
    {
        var compilation = Compile.Sources(
            "public class Outer(string name) : Module<Tensor, Tensor>(name) { protected virtual void Grow(int by) { } protected virtual void Shrink() { } "
            + "public override Tensor forward(Tensor x) => x; } [SchattenRegularize(0.5)] public partial class Net : Outer { Linear a = Linear(3, 4), b; "
            + $"Linear? c; public Net() : base(\"n\") {{ b = Linear(4, 5); RegisterComponents(); }} {overrides} }}");
        var model = ModelReader.ReadGeneratable(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Model;
        Assert.Equal("a,b", string.Join(',', model.Layers.Where(layer => layer.IsResolved).Select(layer => layer.Name).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain(model.UnreadLayers, item => item.Reason.Contains("steps", StringComparison.Ordinal));
    }

    internal static ModelDeclaration Read(string members)
    {
        var compilation = Compile.Sources(
            $"using System; using System.Collections.Generic; using System.Linq; {Opaque} [SchattenRegularize(0.5), TrainingData(9)] public partial "
            + $"class Net : Module<Tensor, Tensor> {{ {members} public override Tensor forward(Tensor x) => x; }}");
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            && diagnostic.Id is not ("CS8618" or "CS8321" or "CS8629" or "CS0649" or "CS0067" or "CS8509" or "CS0219" or "CS0169" or "CS8019" or "CS0414")));
        return CreationReader.AtClass(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;
    }
}
