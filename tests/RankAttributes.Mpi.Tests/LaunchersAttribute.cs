using System.Reflection;
using Xunit.Sdk;

namespace RankAttributes.Mpi.Tests;

/// <summary>Every installed launcher, with each set of further arguments.</summary>
internal sealed class LaunchersAttribute(params object[] arguments) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => (MpiRun.Launchers.Count == 0 ? ["none"] : MpiRun.Launchers).Select(launcher => (object[])[launcher, .. arguments]);
}
