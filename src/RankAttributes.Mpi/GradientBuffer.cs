using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Mpi;

/// <summary>
/// The gradients of parameters of one precision in one piece of memory, so that one call adds them over all processes. Gradients are views of it;
/// one that was replaced, as zero_grad does, is taken up again.
/// </summary>
internal sealed class GradientBuffer : IDisposable
{
    private readonly Tensor flat;
    private readonly List<Slot> slots = [];
    private readonly bool isDouble;
    private readonly long gradients;
    private readonly int values;

    /// <param name="parameters">Parameters that are float64, or none that is.</param>
    /// <param name="values">How many further numbers are added on the way.</param>
    public GradientBuffer(IReadOnlyList<(string Name, Parameter Parameter)> parameters, int values)
    {
        this.values = values;
        isDouble = parameters.Count > 0 && parameters[0].Parameter.dtype == ScalarType.Float64;
        gradients = parameters.Sum(item => item.Parameter.numel());
        using var scope = NewDisposeScope();
        flat = zeros(gradients + values + parameters.Count, isDouble ? ScalarType.Float64 : ScalarType.Float32).DetachFromDisposeScope();
        var at = 0L;
        foreach (var (name, parameter) in parameters)
        {
            slots.Add(new Slot(name, parameter, flat.narrow(0, at, parameter.numel()).view(parameter.shape).DetachFromDisposeScope()));
            at += parameter.numel();
        }
    }

    /// <summary>Adds the gradients of all processes, and the numbers given.</summary>
    /// <param name="communicator">The processes.</param>
    /// <param name="numbers">This process's numbers; their sums afterwards.</param>
    public void Sum(Communicator communicator, Span<double> numbers)
    {
        using var gradientFree = no_grad();
        for (var index = 0; index < slots.Count; index++) Write(gradients + values + index, slots[index].Collect() ? 1 : 0);
        for (var index = 0; index < values; index++) Write(gradients + index, numbers[index]);
        communicator.Sum(ModelLayout.Address(flat), flat.numel(), isDouble);
        for (var index = 0; index < values; index++) numbers[index] = Read(gradients + index);

        // A parameter that no process used has no gradient, as in a single process: an optimizer leaves it as it is.
        for (var index = 0; index < slots.Count; index++) slots[index].Distribute(Read(gradients + values + index) > 0);
    }

    public void Dispose()
    {
        foreach (var slot in slots) slot.View.Dispose();
        flat.Dispose();
    }

    private unsafe void Write(long at, double number)
    {
        if (isDouble) ((double*)ModelLayout.Address(flat))[at] = number;
        else ((float*)ModelLayout.Address(flat))[at] = (float)number;
    }

    private unsafe double Read(long at) => isDouble ? ((double*)ModelLayout.Address(flat))[at] : ((float*)ModelLayout.Address(flat))[at];

    /// <summary>One parameter and its place in the buffer.</summary>
    private sealed record Slot(string Name, Parameter Parameter, Tensor View)
    {
        /// <summary>Whether the buffer can be the gradient itself: same precision, in the memory of the process.</summary>
        private bool IsShared => Parameter.dtype == View.dtype && Parameter.device_type == DeviceType.CPU;

        /// <summary>Brings the gradient into the buffer; false if there is none.</summary>
        public bool Collect()
        {
            using var gradient = Parameter.grad;
            if (gradient is null)
            {
                View.zero_();
                return false;
            }

            if (gradient.is_sparse)
                throw new NotSupportedException($"'{Name}' has a sparse gradient, which cannot be added over processes: make its layer with sparse: false.");
            if (View.numel() > 0 && (!IsShared || !gradient.is_contiguous() || ModelLayout.Address(gradient) != ModelLayout.Address(View)))
                View.copy_(gradient);
            return true;
        }

        /// <summary>Makes the sum the parameter's gradient.</summary>
        public void Distribute(bool isPresent)
        {
            using var gradient = Parameter.grad;
            if (!isPresent) Parameter.grad = null;
            else if (IsShared) Parameter.grad = View;
            else if (gradient is not null) gradient.copy_(View);
            else Parameter.grad = View.to(Parameter.dtype, Parameter.device);
        }
    }
}
