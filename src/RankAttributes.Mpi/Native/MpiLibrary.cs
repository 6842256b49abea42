using System.Runtime.InteropServices;

namespace RankAttributes.Mpi.Native;

/// <summary>Finds the MPI library of this system: the launcher's family first, because another family's library would start a world of its own.</summary>
internal static class MpiLibrary
{
    /// <summary>Names the library to load, or <c>none</c> to run alone.</summary>
    public const string Variable = "RANKATTRIBUTES_MPI";

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.so.80", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpich.12.dylib", "libmpi.12.dylib", "msmpi.dll"];

    /// <summary>Loads the first library that is there; 0 if there is none.</summary>
    /// <param name="launcher">The launcher's family; <see langword="null"/> if it is not known.</param>
    /// <exception cref="MpiException">The library that the variable names cannot be loaded.</exception>
    public static nint Load(MpiFamily? launcher)
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (named == "none") return 0;
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(named, out var library)
                ? library
                : throw new MpiException(
                    $"{Variable} names '{named}', which cannot be loaded. Name the file of an MPI library, such as libmpi.so.40, or unset the variable.");
        }

        foreach (var name in launcher == MpiFamily.Mpich ? MpichNames.Concat(OpenMpiNames) : OpenMpiNames.Concat(MpichNames))
        {
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        }

        return 0;
    }
}
