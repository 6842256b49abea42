using System.Runtime.InteropServices;

namespace RankAttributes.Tracking.Samples;

/// <summary>A measurement as bytes. Counts are checked against the bytes that are left before anything is allocated.</summary>
internal static class SampleShareFormat
{
    private const int Version = 1;

    public static byte[] Write(SampleMeasurement measurement)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(measurement.Samples);
        writer.Write(measurement.InputNorm);
        writer.Write(measurement.Classes);
        WriteText(writer, measurement.MarginProblem);
        writer.Write(measurement.Obstacles.Count);
        foreach (var obstacle in measurement.Obstacles) writer.Write(obstacle);
        WriteNumbers<float>(writer, measurement.Margins);
        WriteNumbers<float>(writer, measurement.RelativeMargins);
        WriteNumbers(writer, measurement.Weights.Sums);
        writer.Write(measurement.Layers.Count);
        foreach (var layer in measurement.Layers) WriteLayer(writer, layer);
        writer.Flush();
        return stream.ToArray();
    }

    public static SampleMeasurement Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            if (reader.ReadInt32() is var version && version != Version)
                throw new InvalidDataException($"The share is of version {version}, and this library reads version {Version}: use one version everywhere.");
            return new SampleMeasurement
            {
                Samples = reader.ReadInt64(),
                InputNorm = reader.ReadDouble(),
                Classes = reader.ReadInt64(),
                MarginProblem = ReadText(reader),
                Obstacles = [.. Enumerable.Range(0, ReadCount(reader, 1)).Select(_ => reader.ReadString())],
                Margins = ReadNumbers<float>(reader),
                RelativeMargins = ReadNumbers<float>(reader),
                Weights = new WeightFingerprint(ReadNumbers<double>(reader)),
                Layers = [.. Enumerable.Range(0, ReadCount(reader, 1)).Select(_ => ReadLayer(reader))],
            };
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The share of samples is damaged.", exception);
        }
    }

    private static void WriteLayer(BinaryWriter writer, ObservedLayer layer)
    {
        writer.Write(layer.Name);
        writer.Write(layer.ActivationNorm);
        writer.Write(layer.SpatialWidth);
        WriteText(writer, layer.FollowedBy);
        writer.Write(layer.Lipschitz ?? double.NaN);
        writer.Write(layer.Gram is not null);
        if (layer.Gram is not { } gram) return;
        writer.Write(gram.Width);
        writer.Write(gram.Rows);
        writer.Write(gram.MachineEpsilon);
        WriteNumbers(writer, gram.Values);
    }

    private static ObservedLayer ReadLayer(BinaryReader reader)
    {
        var layer = new ObservedLayer(reader.ReadString())
        {
            ActivationNorm = reader.ReadDouble(),
            SpatialWidth = reader.ReadInt64(),
            FollowedBy = ReadText(reader),
            Lipschitz = reader.ReadDouble() is var lipschitz && double.IsNaN(lipschitz) ? null : lipschitz,
        };
        if (!reader.ReadBoolean()) return layer;
        var (width, rows, machineEpsilon) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble());
        var gram = new GramMatrix(ReadNumbers<double>(reader), width, rows, machineEpsilon);
        return gram.Values.LongLength == width * width ? layer with { Gram = gram } : throw new InvalidDataException("The share of samples is damaged.");
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteNumbers<T>(BinaryWriter writer, T[] numbers)
        where T : unmanaged
    {
        writer.Write(numbers.Length);
        writer.Write(MemoryMarshal.AsBytes<T>(numbers));
    }

    private static T[] ReadNumbers<T>(BinaryReader reader)
        where T : unmanaged
    {
        var numbers = new T[ReadCount(reader, Marshal.SizeOf<T>())];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    private static int ReadCount(BinaryReader reader, int size)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= (reader.BaseStream.Length - reader.BaseStream.Position) / size ? count
            : throw new InvalidDataException("The share of samples is damaged.");
    }
}
