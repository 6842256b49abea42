using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using RankAttributes.Benchmarks.Keystrokes;

switch (args)
{
    case ["keystrokes", .. var sizes]:
        await KeystrokeTable.Write(Subjects.All, Sizes(sizes, 1, 100, 1000));
        break;
    case ["creations", .. var sizes]:
        await KeystrokeTable.Write(Subjects.Created, Sizes(sizes, 1, 300, 1000));
        break;
    case ["cold", var subject, var number]:
        KeystrokeTable.WriteCold(subject, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["compile", .. var classes]:
        CompileTable.Write(classes.Length == 0 ? 1000 : int.Parse(classes[0], System.Globalization.CultureInfo.InvariantCulture));
        break;
    default:
        // In this process: a project that BenchmarkDotNet generates would not know the repository's own build settings.
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
            .Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
        break;
}

static IReadOnlyList<int> Sizes(string[] given, params int[] usual)
    => given.Length == 0 ? usual : [.. given.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
