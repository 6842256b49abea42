namespace RankAttributes;

/// <summary>
/// Gives a value to a constructor parameter, or to a value that depends on one, so that the sample complexity can be predicted at the class:
/// <c>[Dims("hidden", 512)]</c>, <c>[Dims("config.Width", 256)]</c>, <c>[Dims("sizes[0]", 784)]</c>.
/// </summary>
/// <remarks>An integer that cannot be read otherwise is pinned by what the constructor writes for it: <c>[Dims("Environment.ProcessorCount", 8)]</c>. It
/// speaks to the analyzer and the report alone: the model is built with whatever it is given.</remarks>
/// <param name="path">The parameter, member or element as the constructor writes it.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DimsAttribute(string path, long value) : Attribute
{
    /// <summary>The parameter, member or element as the constructor writes it.</summary>
    public string Path { get; } = path;

    /// <summary>Its value.</summary>
    public long Value { get; } = value;
}
