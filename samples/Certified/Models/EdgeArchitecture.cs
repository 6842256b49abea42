namespace Certified.Models;

/// <summary>The widths of an <see cref="EdgeNetwork"/>, which are counted.</summary>
/// <param name="First">Channels of the first layer.</param>
/// <param name="Second">Channels of the second layer.</param>
/// <param name="Third">Channels of the third layer.</param>
/// <param name="ReadOuts">Numbers that are read out of each channel, between 2 and 7.</param>
internal sealed record EdgeArchitecture(int First, int Second, int Third, int ReadOuts)
{
    private const int Largest = 1024, LargestReadOuts = 7;

    // Among the designs that were tried this is the second: the first saw pixels instead of edges.
    private const int Design = 2;

    /// <summary>The least that was best.</summary>
    public static EdgeArchitecture Small { get; } = new(6, 12, 18, 4);

    /// <summary>What the file says.</summary>
    public IReadOnlyList<long> Numbers => [Design, First, Second, Third, ReadOuts];

    public override string ToString() => $"9 edges > {First} > {Second} > {Third} channels, {ReadOuts} read-outs each, 10 classes";

    /// <summary>Reads the numbers of a file; <see langword="null"/> where they are none of this class.</summary>
    public static EdgeArchitecture? Of(IReadOnlyList<long> numbers)
        => numbers is [Design, > 0 and <= Largest, > 0 and <= Largest, > 0 and <= Largest, >= 2 and <= LargestReadOuts]
            ? new EdgeArchitecture((int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4])
            : null;
}
