// Lets the compiler accept list patterns on netstandard2.0.
namespace System;

// A project that sees the internals of another has two of these, and its own is meant.
#pragma warning disable CS0436

internal readonly struct Index(int value, bool fromEnd = false)
{
    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
