// Lets the compiler accept init-only properties and records on netstandard2.0. Polyfills are written by hand: a package that
// generates them orders them at random, and two builds of one commit would differ.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
