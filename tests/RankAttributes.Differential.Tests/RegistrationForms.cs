using Form = RankAttributes.Differential.CreationFormTests.Form;

namespace RankAttributes.Differential;

/// <summary>Programs that register a name, a list or all their fields on some paths only, or twice.</summary>
internal static class RegistrationForms
{
    private const string Two = "Module<Tensor, Tensor>? a, b;", Part = "Module<Tensor, Tensor>? part;", One = "Parameter? p;";

    public static readonly Form[] All =
    [
        Unknown("a name that may be taken when the field of that name is registered", Part,
            "if (Opaque.No) { part = new Part(w); register_module(\"part\", part); } part = new Part(w, wide: true); RegisterComponents();"),
        Unknown("a name that is taken, as nobody can know", Part,
            "if (Opaque.Yes) { part = new Part(w); register_module(\"part\", part); } part = new Part(w, wide: true); RegisterComponents();"),
        Exact("one layer or another of the same shape under the name of a field", Two,
            "if (Opaque.Yes) { a = Linear(w, 4); register_module(\"a\", a); } else a = Linear(w, 4); b = Linear(w, 7); RegisterComponents();"),
        Exact("a name that one path takes", Two,
            "if (w > 3) { a = Linear(w, 4); register_module(\"a\", a); } else a = Linear(w, 5); b = Linear(w, 7); RegisterComponents();"),
        Exact("several paths of which none is taken", Two,
            "a = Linear(w, 10); switch (w) { case 9: register_module(\"b\", Linear(2, 3)); break; case 8: register_module(\"b\", Linear(2, 4)); "
            + "break; } b = a;"),
        Unknown("a parameter's name that may be taken", One,
            "if (Opaque.No) register_parameter(\"p\", Parameter(zeros(3, 4))); p = Parameter(zeros(w, 5)); RegisterComponents();"),
        Unknown("a name that a loop may take", Two,
            "for (var i = 3; i < Opaque.Three; i++) register_module(\"a\", Linear(3, 4)); a = Linear(w, 10); RegisterComponents();"),
        Unknown("a name that null may free", Two,
            "a = Linear(w, 10); if (Opaque.Yes) a = null; register_module(\"b\", a); b = Linear(w, 7); RegisterComponents();"),
        Exact("a helper that names what it registers",
            "Linear? a; Linear? b; static void Reg<T>(Module parent, out T var, T module, [System.Runtime.CompilerServices.CallerArgumentExpression(\"var\")] "
            + "string name = null!) where T : Module { if (name is null) throw new ArgumentNullException(nameof(name)); "
            + "if (name.StartsWith(\"this.\", StringComparison.InvariantCulture)) name = name.Substring(\"this.\".Length); var = module; "
            + "parent.register_module(name, var); }",
            "Reg(this, out this.a, Linear(w, 3)); Reg(this, out b, Linear(3, 5));"),
        Unknown("a name whose letters may be large or small", Two,
            "var name = \"This.fc\"; if (name.StartsWith(\"this.\", StringComparison.OrdinalIgnoreCase)) name = name.Substring(5); "
            + "register_module(name.Replace(\".\", \"_\"), Linear(w, 9));"),
        Exact("a name that is taken three times", Two,
            "a = Linear(w, w); foreach (var k in new[] { \"a\", \"b\", \"a\" }) { try { register_module(k, Linear(w, 3)); } catch (Exception) { "
            + "b = Linear(w, 9); } }"
            + " RegisterComponents();"),
        Unknown("fields that may have been registered before", Two,
            "a = Linear(w, w); if (Opaque.Yes) RegisterComponents(); b = Linear(w, 10); RegisterComponents();"),
        Unknown("fields that have not been registered before", Two,
            "a = Linear(w, w); if (Opaque.No) RegisterComponents(); b = Linear(w, 10); RegisterComponents();"),
        Exact("fields that were registered before", Two, "a = Linear(w, w); if (w > 3) RegisterComponents(); b = Linear(w, 10); RegisterComponents();"),
        Unknown("a list that may have been registered before", "",
            "list.Add(Linear(w, 2)); if (Opaque.No) RegisterComponents(); list.Add(Linear(w, 3)); RegisterComponents();"),
        Unknown("a list that is registered by hand, as nobody can know", "",
            "list.Add(Linear(w, 2)); if (Opaque.Yes) register_module(\"list\", list); list.Add(Linear(w, 3)); RegisterComponents();"),
        Exact("one of two layers of one shape, one of which a list holds too", Two,
            "a = Linear(w, 3); list.Add(a); if (Opaque.No) a = Linear(w, 3); RegisterComponents();"),
        Exact("one of two parts, one of which has another name too", Two,
            "var part = new Part(w); a = part; b = part; if (Opaque.No) a = new Part(w); RegisterComponents();"),
        Unknown("a list that a block which ends early adds to and writes", "",
            "try { for (var i = 0; i < 3; i++) list.Add(Linear(w, i + 1)); list[0] = Linear(w, 9); if (Opaque.Yes) throw new Exception(); "
            + "} catch (Exception) { }"),
        Unknown("a dictionary that a block which ends early writes", "ModuleDict<Module<Tensor, Tensor>> dict = new();",
            "dict.Add(\"a\", Linear(w, 4)); try { dict.Add(\"b\", Linear(w, 3)); dict[\"a\"] = Linear(w, 2); if (Opaque.Yes) throw new Exception(); "
            + "} catch (Exception) { } RegisterComponents();"),
        Unknown("a name that is given before the reading is given up", "",
            "register_parameter(\"own\", Parameter(zeros(3, 4))); var n = 0; for (var i = 0; i < 2_000_000; i++) n = Math.Abs(n * 3 + i) % 7; "
            + "list.Add(Linear(n + 1, 2));"),
        Unknown("a name that a block which ends early may have given", Part,
            "try { part = Linear(w, 2); register_module(\"part\", part); if (Opaque.Yes) throw new Exception(); } catch (Exception) { } "
            + "part = new Part(w); RegisterComponents();"),
        Unknown("a name that begins as a field's does", Two,
            "for (var i = 0; i < Opaque.Three; i++) register_module($\"a{i}\", Linear(w, 2)); a = Linear(w, 3); b = Linear(w, 4); RegisterComponents();"),
        Exact("a list that a loop registers", "", "for (var i = 0; i < 2; i++) { list.Add(Linear(w, 2)); RegisterComponents(); }"),
    ];

    private static Form Exact(string name, string members, string body)
        => new(name, members + " private readonly ModuleList<Module<Tensor, Tensor>> list = new();", "int w", body, "4");

    private static Form Unknown(string name, string members, string body) => Exact(name, members, body) with { IsExact = false };
}
