// LibTorch's random numbers and the count of live tensors belong to the process, so one test runs at a time.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
