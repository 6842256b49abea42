namespace RankAttributes.Mpi;

/// <summary>The MPI library is missing, was started by another family's launcher, or reported an error.</summary>
public sealed class MpiException : Exception
{
    /// <summary>Makes one with a message that names the remedy.</summary>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that keeps its cause.</summary>
    public MpiException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
