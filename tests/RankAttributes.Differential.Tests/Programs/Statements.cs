using CsCheck;

namespace RankAttributes.Differential.Programs;

/// <summary>Statements of a constructor, nested to a depth. Every loop ends, and every name but a statement's own is in <see cref="Vocabulary"/>.</summary>
/// <param name="isKnown">Whether only values that follow from the source are used.</param>
internal sealed class Statements(bool isKnown)
{
    private readonly Gen<string> any = Integers.Any(isKnown);
    private readonly Gen<string> size = Integers.Size(isKnown);
    private readonly Gen<string> condition = Conditions.Any(isKnown);
    private readonly Gen<string> layer = Layers.Any(isKnown);
    private readonly Gen<string> slot = Gen.OneOf("f0", "f1", "f2", "f3", "Prop", "this.f0");
    private readonly Gen<string> counter = Gen.OneOf(
        "c0", "c1", "c0.Self", "c1.Me()", "counters[0]", "counters.First()", "counters[^1]", "(flag ? c0 : c1)",
            "new[] { c0, c1 }[1]", "(kind is null ? null : c1)!", "Shared.One", "Shared.Two");

    private readonly Gen<string> point = Gen.OneOf("spot", "still", "Auto", "spots[0]", "spots[n % 2]", "this.spot");

    private readonly Gen<string> number = Gen.OneOf("v0", "v1", "v2", "hidden", "Hidden");

    public Gen<Statement> Body(int depth, int most) => At(depth).Array[1, most].Select(body => Statement.Sequence(body));

    private Gen<Statement> At(int depth) => depth == 0
        ? Simple
        : Gen.Frequency(
            (6, Simple), (3, Branch(Body(depth - 1, 3))), (3, Loop(Body(depth - 1, 3))), (2, Attempt(Body(depth - 1, 3))), (2, Function(Body(depth - 1, 2))));

    private Gen<Statement> Simple => Gen.Frequency((5, Assignment), (7, Module), (4, Collection), (2, Objects), (1, Structures), (3, Call));

    private Gen<Statement> Assignment => Lines(
        (4, Gen.Select(number, size, (v, e) => $"{v} = {e};")),
        (2, Gen.Select(number, any, (v, e) => $"{v} = Math.Min({v} + {e}, 40);")),
        (1, Gen.Select(number, any, (v, e) => $"{v} += {e}; if ({v} > 40) {v} = 12;")),
        (1, number.Select(v => $"{v}++;")),
        (1, Gen.Select(number, size, size, (v, a, b) => $"({v}, v1) = ({a}, {b});")),
        (1, Gen.Const("(v0, v2) = (v2, v0);")),
        (1, Gen.Select(number, any, (v, e) => $"{{ var (p§, q§) = Pair({e}); {v} = p§ + q§; }}")),
        (1, Gen.Select(number, size, (v, e) => $"{{ var copy§ = {v}; {v} = {e}; v2 = copy§ > 3 ? copy§ : 5; }}")),
        (1, Gen.Select(condition, size, (c, e) => $"given = {c} ? {e} : null;")),
        (1, size.Select(e => $"given ??= {e};")),
        (1, size.Select(e => $"config.A = {e};")),
        (1, size.Select(e => $"config.Extra = {e};")),
        (1, Gen.Const("config.Wide = !config.Wide;")),
        (1, size.Select(e => $"{{ var same§ = config; same§.B = {e}; }}")),
        (1, size.Select(e => $"config = new Config {{ A = {e}, B = v0 }};")),
        (1, size.Select(e => $"options = options with {{ Width = {e} }};")),
        (1, size.Select(e => $"{{ var other§ = box; other§.Value = {e}; }}")),
        (1, size.Select(e => $"cell.Next = cell; cell.Next.Value = {e};")),
        (1, size.Select(e => $"{{ ref var r§ = ref v0; r§ = {e}; }}")),
        (1, size.Select(e => $"Limited = {e};")),
        (1, size.Select(e => $"{{ var (h§, w§) = new Dim({e}, 3); v0 = h§ + w§; }}")),
        (1, Gen.Const("kind = kind == \"a\" ? \"b\" : \"a\";")),
        (1, Gen.Const("mode = Mode.Three;")),
        (1, Gen.Const("flag = !flag;")),
        (1, Gen.Const("checked { v0 = v0 % 7 + 1; }")));

    private Gen<Statement> Module => Lines(
        (8, Gen.Select(slot, layer, (f, l) => $"{f} = {l};")),
        (1, Gen.Select(size, size, (i, o) => $"f4 = Linear({i}, {o});")),
        (1, Gen.Select(size, size, (i, o) => $"table = Parameter(torch.zeros({i}, {o}));")),
        (1, Gen.Select(size, size, (i, o) => $"register_parameter($\"free{{registered++}}\", Parameter(torch.zeros({i}, {o})));")),
        (3, layer.Select(l => $"parts.Add({l});")),
        (3, layer.Select(l => $"list.Add({l});")),
        (2, layer.Select(l => $"named.Add(($\"m{{named.Count}}\", {l}));")),
        (1, layer.Select(l => $"m0 = {l};")),
        (1, layer.Select(l => $"m0 ??= {l};")),
        (1, slot.Select(f => $"if (m0 != null) {f} = m0;")),
        (1, layer.Select(l => $"register_module($\"own{{registered++}}\", {l});")),
        (1, layer.Select(l => $"f2 = {l}; if (registered++ == 0) register_module(\"f2\", f2);")),
        (1, layer.Select(l => $"f1 = {l}; register_module(\"other\" + registered++, f1);")),
        (1, Gen.Const("f1 = f0;")),
        (1, Gen.Const("(f0, f1) = (f1, f0);")),
        (1, Gen.Const("f0 = null;")),
        (1, Gen.Select(layer, layer, (a, b) => $"seq = nn.Sequential({a}, {b});")),
        (1, layer.Select(a => $"seq = nn.Sequential(new List<Module<Tensor, Tensor>> {{ {a} }});")),
        (1, layer.Select(l => $"{{ seq ??= nn.Sequential({l}); }} {{ seq.append({l}); }}")),
        (1, layer.Select(a => $"dict = nn.ModuleDict<Module<Tensor, Tensor>>((\"k\", {a}), (\"l\", Linear(2, 2)));")),
        (1, layer.Select(a => $"{{ var made§ = {a}; list.Add(made§); f2 = made§; }}")),
        (1, size.Select(e => $"{{ var part§ = new Part({e}); f0 = part§; f1 = Linear(part§.Out, 2); }}")),
        (1, Gen.Select(size, size, (i, o) => $"f4 = Linear({i}, {o}); v0 = (int)f4.out_features;")),
        (1, Gen.Select(size, size, (i, o) => $"f4 = Linear({i}, {o}); f0 = Linear(f4.weight!.shape[0], 2);")),
        (1, Gen.Const("if (list.Count > 1) list.RemoveAt(0);")),
        (1, layer.Select(l => $"if (list.Count > 0) list[0] = {l};")),
        (1, layer.Select(l => $"list.Insert(0, {l});")));

    private Gen<Statement> Collection => Lines(
        (2, size.Select(e => $"a0[1] = {e};")),
        (1, Gen.Select(any, size, (i, e) => $"a0[{i} % 4] = {e};")),
        (1, size.Select(e => $"{{ var alias§ = a0; alias§[2] = {e}; }}")),
        (1, size.Select(e => $"a1 = a0; a0[0] = {e};")),
        (1, Gen.OneOf(
            "Array.Reverse(a0);", "Array.Sort(a0);", "Array.Fill(a0, v0);", "Array.Resize(ref a1, 3); a1[2] = 6; a1[1] = 2;", "Bump(a0);",
                "a0 = a0.AsEnumerable().Reverse().ToArray();", "a1 = [.. a0, 3];", "a1 = a0[1..];", "a0 = (int[])a0.Clone();", "Array.Copy(a1, a0, 1);")),
        (2, size.Select(e => $"l0.Add({e});")),
        (1, size.Select(e => $"l0.Insert(0, {e});")),
        (1, size.Select(e => $"{{ var alias§ = l0; alias§.Add({e}); }}")),
        (1, size.Select(e => $"if (l0.Count > 0) l0[0] = {e};")),
        (1, Gen.OneOf(
            "l0.Clear();", "l0.Reverse();", "l0.Sort();", "if (l0.Count > 1) l0.RemoveAt(0);", "l0.AddRange(sizes);", "l0 = l0.ToList();",
                "l0.RemoveAll(it => it > 5);", "Fill(l0, v0);", "l0.Remove(2);")),
        (1, size.Select(e => $"map[kind] = {e};")),
        (1, size.Select(e => $"if (!map.ContainsKey(\"b\")) map.Add(\"b\", {e});")),
        (1, Gen.Const("if (map.TryGetValue(kind, out var got§)) v0 = got§;")),
        (1, Gen.OneOf(
            "map.Remove(\"a\");", "map.Clear();", "seen.Add(v0);", "if (seen.Add(3)) v1 = 6;", "v2 = seen.Count + 1;", "v0 = map.Values.Append(2).Max();")),
        (1, Gen.OneOf("parts.Clear();", "parts.Reverse();", "if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);", "named.Clear();")),
        (1, layer.Select(l => $"parts.Insert(0, {l});")),
        (1, layer.Select(l => $"{{ var same§ = parts; same§.Add({l}); }}")),
        (1, Gen.Select(size, e => $"parts.AddRange(Enumerable.Range(0, 2).Select(it => (Module<Tensor, Tensor>)Linear({e}, it + 1)));")));

    private Gen<Statement> Objects => Lines(
        (3, Gen.Select(counter, size, (c, e) => $"{c}.Set({e});")),
        (1, Gen.Select(counter, size, (c, e) => $"{c}?.Set({e});")),
        (1, Gen.Select(counter, size, (c, e) => $"{{ var it§ = {c}; it§.Set({e}); }}")),
        (1, Gen.Select(counter, size, (c, e) => $"if ({c} is {{ }} it§) it§.Set({e});")),
        (1, Gen.Select(counter, size, (c, e) => $"{{ Action<int> set§ = {c}.Set; set§({e}); }}")),
        (1, Gen.Select(counter, size, (c, e) => $"{{ Counter Get§() => {c}; Get§().Set({e}); }}")),
        (1, Gen.Select(counter, size, (c, e) => $"{{ void Do§(Counter it§) => it§.Set({e}); Do§({c}); }}")),
        (1, Gen.Select(counter, size, (c, e) => $"{c}[({e}) % 2] = 6;")),
        (1, Gen.Select(counter, counter, (c, d) => $"{c}.Both({d});")),
        (1, Gen.Select(counter, counter, (c, d) => $"{{ var (p§, q§) = ({c}, {d}); p§.Both(q§); }}")),
        (1, Gen.Select(number, counter, (v, c) => $"{v} = {c}.Next;")),
        (1, Gen.Select(number, counter, (v, c) => $"{v} = {c} + 7;")),
        (1, counter.Select(c => $"(v0, v1) = {c};")),
        (1, counter.Select(c => isKnown ? "v2 = 4;" : $"using ({c}) {{ v2 = 4; }}")),
        (1, Gen.Const("c0++;")),
        (1, Gen.Const("if (c1 is { Next: > 3 }) v0 = 8;")),
        (1, size.Select(e => $"foreach (var it§ in counters) it§.Set({e});")),
        (1, size.Select(e => $"counters.ForEach(it§ => it§.Set({e}));")),
        (1, counter.Select(c => $"c0 = {c};")),
        (1, counter.Select(c => $"counters[0] = {c};")),
        (1, counter.Select(c => $"counters.Add({c});")),
        (1, Gen.Const("(c0, c1) = (c1, c0);")),
        (1, Gen.Const("c1 = new Counter();")),
        (1, Gen.Select(size, size, (i, o) => $"{{ if (f4 is {{ }} it§) it§.weight = Parameter(torch.zeros({i}, {o})); }}")));

    private Gen<Statement> Structures => Lines(
        (4, Gen.Select(point, size, (p, e) => $"{p}.Up({e});")),
        (1, point.Select(p => $"{p}.Reset();")),
        (1, Gen.Select(point, size, (p, e) => $"{{ var copy§ = {p}; copy§.Up({e}); v0 = copy§.X; }}")),
        (1, Gen.Select(point, size, (p, e) => $"{{ var pair§ = ({p}, spot); pair§.Item1.Up({e}); v1 = pair§.Item1.Sum; }}")),
        (1, Gen.Select(point, size, (p, e) => $"{{ object box§ = {p}; spot.Up({e}); v2 = ((Point)box§).X + 1; }}")),
        (1, size.Select(e => $"{{ ref var at§ = ref spots[0]; at§.Up({e}); }}")),
        (1, point.Select(p => $"spot = {p}; spots[1] = spot; Auto = spots[0];")),
        (1, point.Select(p => $"spot = {p} with {{ X = v0 % 5 + 1 }};")),
        (1, size.Select(e => $"foreach (var p§ in spots.ToList()) {{ p§.Up({e}); v0 = p§.X; }}")),
        (1, size.Select(e => $"Shared.All.Add({e});")),
        (1, size.Select(e => $"Shared.Sizes[1] = {e};")),
        (1, Gen.Const("if (Shared.All.Count > 2) Shared.All.RemoveAt(0);")));

    private Gen<Statement> Call => Lines(
        (1, number.Where(v => v is not "Hidden").Select(v => $"Grow(ref {v});")),
        (1, any.Select(e => $"if (Make({e}, out var made§)) v1 = made§; else v2 = made§ + 1;")),
        (1, any.Select(e => $"Make({e}, out v0);")),
        (1, size.Select(e => $"Set({e});")),
        (1, Gen.Const("Twice(() => v0 = v0 % 9 + 2);")),
        (1, layer.Select(l => $"Twice(() => list.Add({l}));")),
        (1, any.Select(e => $"v1 = Map(it => it % 13 + {e} % 3, v0);")),
        (1, any.Select(e => $"foreach (var y§ in Yield({e})) v0 = y§ % 17 + 1;")),
        (1, Gen.Const("foreach (var s§ in sizes.OrderByDescending(it => it)) parts.Add(Linear(s§, 2));")),
        (1, Gen.Const(
            "parts.AddRange(sizes.Select(it => { v0 = v0 % 9 + it; return (Module<Tensor, Tensor>)Linear(v0, 2); }));")),
        (1, Gen.Const("if (sizes.Any(it => { v1 = it; return it > 4; })) v2 = 6;")),
        (1, Gen.Const(
            isKnown ? "v0 = sizes.First(it => { v1 = it; return it > 2; });" : "v0 = sizes.Select(it => { v1 = it; return it + 1; }).First();")),
        (1, Gen.Const("sizes.ToList().ForEach(it => parts.Add(Linear(it, 3)));")));

    private Gen<Statement> Branch(Gen<Statement> body) => Gen.OneOf(
        Gen.Select(condition, body, (c, a) => Statement.Block($"if ({c})", a)),
        Gen.Select(condition, body, body, (c, a, b) => Statement.Sequence(Statement.Block($"if ({c})", a), Statement.Block("else", b))),
        Gen.Select(
            condition, condition, body, body, (c, d, a, b) =>
                Statement.Sequence(Statement.Block($"if ({c})", a), Statement.Block($"else if ({d.Replace("§", "§e", StringComparison.Ordinal)})", b))),
        Gen.Select(condition, body, (c, a) => Statement.Block($"if ({c})", a, Statement.Line("RegisterComponents(); return;"))),
        Gen.Select(
            body, body, body, (a, b, c) => Statement.Block("switch (kind)", Case("case \"a\":", a), Case("case \"b\": case \"c\":", b), Case("default:", c))),
        Gen.Select(body, body, (a, b) => Statement.Block("switch (mode)", Case("default:", a), Case("case Mode.Two:", b))),
        Gen.Select(
            any, body, body, (e, a, b) =>
                Statement.Block($"switch ({e})", Case("case > 9:", a), Case("case var x§ when x§ % 2 == 0:", b), Case("case 3:", Statement.Line("v0 = 5;")))),
        Gen.Select(
            body, body, (a, b) => Statement.Block("switch (n % 3)", new Statement("case 0:", [Statement.Block("", a)], "goto case 1;"), Case("case 1:", b))),
        Gen.Select(body, body, (a, b) => Statement.Block("switch ((flag, wide))", Case("case (true, _):", a), Case("case (false, true):", b))));

    private static Statement Case(string label, Statement body) => new(label, [Statement.Block("", body)], "break;");

    private Gen<Statement> Loop(Gen<Statement> body) => Gen.OneOf(
        Gen.Select(size, body, (e, a) => new Statement($"for (var i§ = 0; i§ < n; i§++) {{ parts.Add(Linear(i§ + 1, {e}));", [a], "}")),
        body.Select(a => new Statement("for (var i§ = 1; i§ <= 3; i§++) { v1 = i§ + 1;", [a], "}")),
        Gen.Select(condition, body, (c, a) => new Statement($"for (int i§ = 0, j§ = 6; i§ < j§; i§ += 2, j§--) {{ if ({c}) continue; v2 = j§;", [a], "}")),
        Gen.Select(condition, body, (c, a) => new Statement("foreach (var s§ in sizes) { v0 = s§;", [a], $"if ({c}) break; }}")),
        body.Select(a => new Statement("foreach (var (p§, q§) in new[] { (2, 3), (4, 5) }) { list.Add(Linear(p§, q§));", [a], "}")),
        body.Select(a => new Statement("foreach (var x§ in l0.ToArray()) { v2 = x§;", [a], "}")),
        body.Select(a => new Statement("{ var i§ = 0; while (i§ < n) {", [a], "i§++; } }")),
        body.Select(a => new Statement("{ var i§ = 0; while (true) { if (i§ >= 2) break;", [a], "i§++; } }")),
        body.Select(a => new Statement("{ var i§ = 0; do {", [a], "} while (++i§ < 2); }")),
        body.Select(a => new Statement("{ var left§ = 3; while (left§-- > 0) { list.Add(Linear(left§ + 1, 2));", [a], "} }")),
        body.Select(
            a => new Statement(
                isKnown ? "for (var i§ = n - 1; i§ > 0; i§--) {" : "for (var i§ = 0; i§ < Opaque.Three; i§++) { list.Add(Linear(2, i§ + 1));", [a], "}")),
        body.Select(a => new Statement("foreach (var k§ in map.Keys.ToList()) {", [a], "v1 = map.GetValueOrDefault(k§, 2); }")));

    private Gen<Statement> Attempt(Gen<Statement> body) => Gen.OneOf(
        Gen.Select(body, body.Where(HasNoReturn), (a, b) => Statement.Sequence(Statement.Block("try", a), Statement.Block("finally", b))),
        Gen.Select(
            condition, body, body, (c, a, b) =>
                Statement.Sequence(
                    new Statement("try {", [a], $"if ({c}) throw new InvalidOperationException(); v0 = 11; }}"),
                        Statement.Block("catch (InvalidOperationException)", b))),
        Gen.Select(
            body, body, (a, b) =>
                Statement.Sequence(
                    new Statement("try { var z§ = sizes[v0 > 100 ? 0 : 77]; v1 = z§;", [a], "}"),
                        Statement.Block("catch (IndexOutOfRangeException) when (n > 0)", b))),
        body.Select(a => new Statement("using (torch.no_grad()) {", [a], "}")),
        body.Select(a => new Statement("lock (parts) {", [a], "}")),
        Gen.Const(Statement.Line("if (w < 0) throw new ArgumentException(nameof(w));")),
        body.Select(a => new Statement("{ var once§ = true; again§: if (once§) { once§ = false;", [a], "goto again§; } }")));

    private Gen<Statement> Function(Gen<Statement> body)
        => isKnown ? Followed(body) : Gen.Frequency((3, Followed(body)), (1, HandedOn(body)));

    /// <summary>Functions that code outside of the program runs.</summary>
    private static Gen<Statement> HandedOn(Gen<Statement> body) => Gen.OneOf(
        body.Where(HasNoReturn).Select(a => new Statement("System.Threading.Tasks.Parallel.Invoke(() => {", [a], "});")),
        body.Where(HasNoReturn).Select(a => new Statement("System.Threading.Tasks.Task.Run(() => {", [a], "}).Wait();")),
        body.Where(HasNoReturn).Select(a => new Statement("{ var late§ = new Lazy<int>(() => {", [a], "return 4; }); v0 = late§.Value; }")),
        body.Where(HasNoReturn).Select(
            a => new Statement("{ var late§ = new Lazy<int>(() => {", [a], "return 5; }); c0.Set(4); spot.Up(2); v2 = 6; v0 = late§.Value; }")),
        body.Where(HasNoReturn).Select(
            a => new Statement("{ async System.Threading.Tasks.Task Late§() { await System.Threading.Tasks.Task.Yield();", [a], "} Late§().Wait(); }")),
        body.Where(HasNoReturn).Select(
            a => new Statement("{ IEnumerable<int> All§() {", [a], "yield return v0; v0 = 5; yield return 4; } v1 = All§().First(); }")),
        body.Where(HasNoReturn).Select(
            a => new Statement("{ IEnumerable<int> All§() {", [a], "yield return 4; } foreach (var one§ in All§()) { v1 = v0; break; } }")));

    private Gen<Statement> Followed(Gen<Statement> body) => Gen.OneOf(
        body.Where(HasNoReturn).Select(a => new Statement("{ void Local§() {", [a], "} Local§(); Local§(); }")),
        body.Where(HasNoReturn).Select(a => new Statement("{ Action act§ = () => {", [a], "}; act§(); }")),
        Gen.Select(
            condition, body.Where(HasNoReturn), (c, a) =>
                new Statement("{ Action act§ = () => {", [a], $"}}; if ({c.Replace("§", "§e", StringComparison.Ordinal)}) act§(); }}")),
        Gen.Select(
            condition, size, size, (c, a, b) =>
                Statement.Line(
                    $"{{ int Local§(int x§) {{ if ({c.Replace("§", "§e", StringComparison.Ordinal)}) return {a}; v1 = x§ % 7 + 1; return {b}; }} v0 = Local§(v2); }}")),
        Gen.Select(
            layer, l =>
                Statement.Line(
                    $"{{ Func<int, Module<Tensor, Tensor>> make§ = x§ => x§ > 3 ? Linear(x§, 2) : {l}; parts.Add(make§(2)); parts.Add(make§(v0)); }}")),
        body.Where(HasNoReturn).Select(
            a => new Statement("{ IEnumerable<int> All§() {", [a], "yield return 4; } var all§ = All§(); v0 = 3; v1 = all§.Sum(); }")),
        body.Where(HasNoReturn).Select(a => new Statement("v1 = counters.Select(it§ => {", [a], "return it§.Next; }).ToList().Count + 2;")),
        body.Where(HasNoReturn).Select(a => new Statement("{ void Local§(int d§) { if (d§ == 0) return;", [a], "Local§(d§ - 1); } Local§(2); }")));

    // No lambda may hold a reference, and no "finally" a return.
    private static bool HasNoReturn(Statement statement)
        => !statement.Open.Contains("ref var", StringComparison.Ordinal) && !statement.Open.Contains("return;", StringComparison.Ordinal)
            && statement.Body.All(HasNoReturn);

    private static Gen<Statement> Lines(params (int, Gen<string>)[] lines)
        => Gen.Frequency([.. lines.Select(line => (line.Item1, (IGen<string>)line.Item2))]).Select(Statement.Line);
}
