using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RankAttributes.Mpi.Trainer;

/// <summary>What goes wrong on the last rank, at one step.</summary>
internal static partial class Fault
{
    public const string Skip = "skip";

    public static void Happen(string kind, Net model)
    {
        switch (kind)
        {
            case "kill": Signal(Environment.ProcessId, 9); break;
            case "stop": Signal(Environment.ProcessId, 19); break;
            case "throw": throw new InvalidOperationException("the disk of this rank is full");
            case "exit": Environment.Exit(0); break;
            case "differ":
                using (no_grad())
                using (var first = model.parameters().First().view(-1)[0]) first.add_(1e-3f);
                break;
            case "null":
                try
                {
                    string? nothing = Environment.GetEnvironmentVariable("RANK_NOT_SET");
                    Console.WriteLine(nothing!.Length);
                }
                catch (NullReferenceException)
                {
                    Console.WriteLine("a null reference was caught");
                }

                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial void Signal(int process, int signal);
}
