namespace RankAttributes.Samples.Tests;

public class SampleProcessTests
{
    [Theory]
    [InlineData("[W1201 00:02:46.841817928 NNPACK.cpp:56] Could not initialize NNPACK! Reason: Unsupported hardware.\n", "")]
    [InlineData("[I1201 00:02:46.841817928 init.cpp:7] a\r\n[W1201 00:02:46.841817928 NNPACK.cpp:56] b", "")]
    [InlineData("before\n[W1201 00:02:46.841817928 NNPACK.cpp:56] Could not initialize NNPACK!\nafter\n", "before\nafter\n")]
    [InlineData("[E1201 00:02:46.841817928 Module.cpp:9] no memory\n", "[E1201 00:02:46.841817928 Module.cpp:9] no memory\n")]
    [InlineData("[Warning] not libtorch's\n", "[Warning] not libtorch's\n")]
    [InlineData("Unhandled exception. x.cs:12] y\n", "Unhandled exception. x.cs:12] y\n")]
    [InlineData("", "")]
    public void Notices_of_libtorch_about_the_machine_are_no_errors_of_a_sample(string error, string left) =>
        Assert.Equal(left, SampleProcess.WithoutNotices(error));
}
