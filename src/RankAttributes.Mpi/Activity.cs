namespace RankAttributes.Mpi;

/// <summary>What a process is about to do together with the others.</summary>
internal enum Activity
{
    /// <summary>Copies of the model are made equal.</summary>
    Join,

    /// <summary>A training step begins.</summary>
    Step,

    /// <summary>Gradients are added.</summary>
    Reduce,

    /// <summary>Buffers are copied from rank 0.</summary>
    Buffers,

    /// <summary>Measurements are merged.</summary>
    Measure,

    /// <summary>Data are copied from rank 0.</summary>
    Broadcast,

    /// <summary>All wait for each other.</summary>
    Barrier,

    /// <summary>Rank 0 works alone.</summary>
    Root,

    /// <summary>The program is at its end.</summary>
    End,
}
