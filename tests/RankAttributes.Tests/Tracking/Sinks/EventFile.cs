using System.Buffers.Binary;
using System.Numerics;
using Tensorboard;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>Reads TensorBoard's event files by their published format: length, checksum, protocol buffer, checksum.</summary>
internal sealed record EventFile(IReadOnlyList<Event> Events, bool IsTorn)
{
    public static IEnumerable<EventFile> In(string folder)
        => Directory.EnumerateFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal).Select(file => Read(File.ReadAllBytes(file)));

    public IEnumerable<Summary.Types.Value> Values => Events.Where(one => one.Summary is not null).SelectMany(one => one.Summary.Value);

    public IEnumerable<(long Step, float Value)> Scalars(string tag)
        => Events.Where(one => one.Summary is not null)
            .SelectMany(one => one.Summary.Value.Where(value => value.Tag == tag).Select(value => (one.Step, value.SimpleValue)));

    private static EventFile Read(ReadOnlySpan<byte> rest)
    {
        var events = new List<Event>();
        while (rest.Length >= 12 && BinaryPrimitives.ReadUInt64LittleEndian(rest) is var length && rest.Length >= 16 + (int)length)
        {
            var data = rest.Slice(12, (int)length);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + (int)length)..]));
            events.Add(Event.Parser.ParseFrom(data.ToArray()));
            rest = rest[(16 + (int)length)..];
        }

        return new EventFile(events, !rest.IsEmpty);
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var checksum = uint.MaxValue;
        foreach (var value in data) checksum = BitOperations.Crc32C(checksum, value);
        return BitOperations.RotateRight(~checksum, 15) + 0xa282ead8;
    }
}
