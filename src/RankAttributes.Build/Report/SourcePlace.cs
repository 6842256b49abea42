using RankAttributes.Declarations;

namespace RankAttributes.Build.Report;

/// <summary>A place in the source.</summary>
/// <param name="File">The file relative to the project, with <c>/</c>; <see langword="null"/> where it is not known.</param>
/// <param name="Line">The line from 1; 0 where it is not known.</param>
internal readonly record struct SourcePlace(string? File, int Line)
{
    /// <inheritdoc />
    public override string ToString() => File is null ? "" : Line < 1 ? File : $"{File}:{Figure.Size(Line)}";
}
