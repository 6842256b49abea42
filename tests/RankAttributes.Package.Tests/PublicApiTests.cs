using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;

namespace RankAttributes.Package.Tests;

/// <summary>
/// The public face of the libraries, as it was last agreed on. After an intended change,
/// <c>UPDATE_API=1 dotnet test tests/RankAttributes.Package.Tests --filter PublicApi</c> writes it anew; the diff is what a reviewer reads.
/// </summary>
public class PublicApiTests
{
    public static TheoryData<string> Libraries => ["RankAttributes", "RankAttributes.Bounds", "RankAttributes.Mpi"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_api_is_the_committed_one(string library)
    {
        var actual = Assembly.Load(library).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").Trim()
            + "\n";
        var path = Path.Combine(Folder(), "PublicApi", library + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_API") is { Length: > 0 }) File.WriteAllText(path, actual);

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(expected == actual,
            $"The public API of {library} changed:\n{Difference(expected, actual)}\nIf that is intended: UPDATE_API=1 dotnet test "
            + $"tests/RankAttributes.Package.Tests --filter PublicApi, and commit the file.");
    }

    private static string Difference(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', [.. before.Except(after).Select(line => "- " + line.Trim()), .. after.Except(before).Select(line => "+ " + line.Trim())]);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
