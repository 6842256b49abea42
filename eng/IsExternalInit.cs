// Lets the compiler accept init-only properties and records on netstandard2.0. The one polyfill that is needed; a package that
// generates all of them orders them at random, and two builds of one commit would differ.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
