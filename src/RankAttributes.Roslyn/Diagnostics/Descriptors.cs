using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>Every diagnostic of the product: RANK0xxx about how attributes are used, RANK1xxx about what the bound says.</summary>
internal static class Descriptors
{
    private const string Pages = "https://github.com/RankAttributes/RankAttributes/blob/main/docs/rules/";
    private const string Usage = "RankAttributes.Usage";
    private const string Bounds = "RankAttributes.Bounds";

    public static readonly DiagnosticDescriptor ModelNotPartial = new(
        id: "RANK0001", category: Usage, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0001.md",
        title: "A regularized model must be partial",
        messageFormat: "'{0}' must be declared partial{1} so that RegularizationLoss() can be generated for it",
        description: "The source generator adds members to the class. It can only do so where the class and every type that contains it are declared partial.");

    public static readonly DiagnosticDescriptor NotAModule = new(
        id: "RANK0002", category: Usage, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0002.md",
        title: "A regularized model must be a TorchSharp module",
        messageFormat: "'{0}' has [{1}] but does not derive from a TorchSharp Module, so it holds no weights to regularize",
        description: "The attribute works on classes that derive from TorchSharp.torch.nn.Module, generic or not.");

    public static readonly DiagnosticDescriptor IndexOutOfRange = new(
        id: "RANK0003", category: Usage, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0003.md",
        title: "The Schatten index must lie in (0, 2]",
        messageFormat: "The Schatten index p is {0}{1}; it must be above 0 and at most 2 (½ favours low rank, 1 is the nuclear norm, 2 is weight decay)",
        description: "The penalty and the bound are defined for 0 < p ≤ 2.");

    public static readonly DiagnosticDescriptor ValueNotUsable = new(
        id: "RANK0004", category: Usage, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0004.md",
        title: "A declared value is not usable",
        messageFormat: "{0} is {1}; it must be {2}",
        description: "Strength must be finite and at least 0, Rank at least 1, SpectralNorm, Smoothing, InputNorm and Margin finite and above 0, the number "
            + "of samples at least 1.");

    public static readonly DiagnosticDescriptor IdleAttribute = new(
        id: "RANK0005", category: Usage, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0005.md",
        title: "An attribute does nothing here",
        messageFormat: "[{0}] does nothing on '{1}': {2}",
        description: "Attributes on members refine what [SchattenRegularize] on the class declares, for modules and parameters that hold weights.");

    public static readonly DiagnosticDescriptor NotRegistered = new(
        id: "RANK0006", category: Usage, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0006.md",
        title: "A module is not registered",
        messageFormat: "{0} not registered with TorchSharp: {1}, so no optimizer trains {2}",
        description: "TorchSharp finds a model's modules when RegisterComponents() runs, once for each instance, over the fields as they are then. "
            + "Modules that are assigned later are missing from parameters(), state_dict() and save().");

    public static readonly DiagnosticDescriptor HeldOutOfReach = new(
        id: "RANK0007", category: Usage, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0007.md",
        title: "Modules are held where TorchSharp does not look",
        messageFormat: "The modules in '{0}' are not registered with TorchSharp, which does not look into a {1}; use ModuleList or ModuleDict",
        description: "RegisterComponents() registers fields that are modules or parameters. It does not look into lists, arrays, tuples, dictionaries or "
            + "lazy values.");

    public static readonly DiagnosticDescriptor ConfigurationNotUsable = new(
        id: "RANK0008", category: Usage, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0008.md",
        title: "A configuration value is not usable",
        messageFormat: "'{0}' is '{1}' in {2}, which is ignored: it must be {3}",
        description: "The keys rank_attributes.* of .editorconfig and the MSBuild properties RankAttributes* declare the dataset size, norms, the constant C "
            + "and the target gap for "
        + "all models. A value that is not understood counts as not given.",
        customTags: [WellKnownDiagnosticTags.CompilationEnd]);

    public static readonly DiagnosticDescriptor OutOfReach = new(
        id: "RANK0009", category: Usage, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "RANK0009.md",
        title: "Generated code cannot reach the model",
        messageFormat: "Nothing can be generated for '{0}': {1}",
        description: "RegularizationLoss() is written in another file of the project, as a part of the class. That file must see the class, and it names the "
            + "types of TorchSharp and "
        + "RankAttributes from the global namespace.");

    public static readonly DiagnosticDescriptor TooFewSamples = new(
        id: "RANK1001", category: Bounds, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1001.md",
        title: "The model needs more samples than the dataset has",
        messageFormat: "'{0}' {1}: depth {2}, width {3}, rank {4}; {5}; {6}",
        description: "The estimate is the dominant term of Theorem 3.6 of Ledent, Alves, Lei (NeurIPS 2025, arXiv 2510.21945) with constants and logarithms "
            + "dropped: the number of "
        + "samples at which its generalization gap reaches 1. It is L·Σ r(m + n), and depends on p once the norms are declared. "
        + "Declare a lower Rank, make the model smaller, or use more data.");

    public static readonly DiagnosticDescriptor LayerNotRead = new(
        id: "RANK1002", category: Bounds, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1002.md",
        title: "A layer's size cannot be read",
        messageFormat: "{0} cannot be read: {1}; no sample complexity is compared for this model",
        description: "Sizes are read from constants, constructor parameters and integer arithmetic over them. Build the layer from those, or give "
            + "values with [Dims].");

    public static readonly DiagnosticDescriptor RankOutOfReach = new(
        id: "RANK1003", category: Bounds, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1003.md",
        title: "A declared rank is larger than the layer allows",
        messageFormat: "Rank = {0} constrains nothing: '{1}' is {2} × {3}, so its rank is at most {4}; {5}",
        description: "A matrix of m rows and n columns has a rank of at most min(m, n). A larger budget is the same as none: the layer enters the bound at "
            + "full rank.");

    public static readonly DiagnosticDescriptor RankSavesNothing = new(
        id: "RANK1004", category: Bounds, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1004.md",
        title: "A declared rank saves nothing over counting parameters",
        messageFormat: "Rank = {0} saves nothing on '{1}' ({2} × {3}): {4} numbers at that rank, {5} in the matrix; {6}",
        description: "A matrix of rank r is described by r(m + n) numbers, and its term of the bound counts these for small p. If r is mn/(m + n) or more, "
            + "they are at least the mn numbers that parameter counting takes.");

    public static readonly DiagnosticDescriptor LayerDominates = new(
        id: "RANK1005", category: Bounds, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1005.md",
        title: "One layer accounts for most of the samples needed",
        messageFormat: "'{0}' ({1}, rank {2}) accounts for {3} of the {4} samples needed by the paper's estimate; the dataset has {5}; {6}",
        description: "The predicted sample complexity is a sum over layers. It is reported where it exceeds the dataset size and one of several layers "
            + "accounts for at least 80% of it, so that savings elsewhere change little. The rank given is the largest one of that layer with which the model "
            + "fits, all others being as they are.");

    public static readonly DiagnosticDescriptor NormBased = new(
        id: "RANK1006", category: Bounds, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1006.md",
        title: "Norms matter at this p, and they are not declared",
        messageFormat: "'{0}' has p = {1}, where norms weigh more than ranks; declare {2} and the estimate depends on p, until then it only counts ranks",
        description: "A layer's term is Γ^(2p/(p+2)) · (r(m+n))^(2/(p+2)) · W^(p/(p+2)) with Γ = (B/γ)·Π‖A‖. Above p = 1 the norms weigh more than the ranks. "
        + "While a factor of Γ is not declared, the estimate is L·Σ r(m+n), the theorem's limit for small p, which holds at every p. With all of them "
            + "declared it is the interpolation at p.");

    public static readonly DiagnosticDescriptor DatasetSizeUnknown = new(
        id: "RANK1007", category: Bounds, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1007.md",
        title: "The dataset size is not declared",
        messageFormat: "'{0}' {1}; the dataset size is not declared: use [TrainingData(samples: …)], or {2} in .editorconfig",
        description: "Reported once in a compilation, at the first model without a dataset size. It can be declared on the class, on the assembly, in "
            + ".editorconfig and in MSBuild, in "
        + "that order of precedence.");

    public static readonly DiagnosticDescriptor LinearLayersInARow = new(
        id: "RANK1008", category: Bounds, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1008.md",
        title: "Linear layers without an activation between them",
        messageFormat: "'{0}' to '{1}', {2} linear layers in a row, act as one {3} × {4} matrix; weight decay on them is its Schatten-{5} penalty: p = {5} "
            + "for all needs no SVD",
        description: "The minimum of Σ‖A_i‖_F² over all factorizations A = A_d ⋯ A_1 is d·‖A‖_{S2/d}^{2/d}. Weight decay on d linear layers with nothing "
            + "between them therefore is a "
        + "Schatten-(2/d) penalty of their product. If they were meant to be separate layers, an activation is missing.");

    public static readonly DiagnosticDescriptor CannotHoldPair = new(
        id: "RANK1009", category: Usage, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "RANK1009.md",
        title: "A member's type cannot hold a compressed layer",
        messageFormat: "{0} declared with {1}, a type that cannot hold the two thin layers of a compressed one: Compress leaves {2} dense; declare "
            + "Module<Tensor, Tensor> instead",
        description: "Compress, Factorize and LoadCompressed put two layers in the place of one. A member of type Linear or Conv2d cannot hold them; "
            + "one of type Module<Tensor, Tensor> can.");

    /// <summary>The catalogue, by id.</summary>
    public static readonly DiagnosticDescriptor[] All =
    [
        ModelNotPartial, NotAModule, IndexOutOfRange, ValueNotUsable, IdleAttribute, NotRegistered, HeldOutOfReach, ConfigurationNotUsable, OutOfReach,
        TooFewSamples, LayerNotRead, RankOutOfReach, RankSavesNothing, LayerDominates, NormBased, DatasetSizeUnknown, LinearLayersInARow,
        CannotHoldPair,
    ];
}
