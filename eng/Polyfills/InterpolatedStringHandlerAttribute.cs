namespace System.Runtime.CompilerServices;

// The compiler looks for this by name; netstandard2.0 has none.
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;
