// Compiled by MSBuild while it builds (NativeTorch.targets); eng/README.md tells the story.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes libLibTorchSharp.so in a form that this system's C++ library can load: as it is where the library is recent enough,
/// else without its one reference to GLIBCXX_3.4.32. The package cache is only read.
/// </summary>
public sealed class PrepareLibTorchSharp : Task
{
    private const string CxxLibrary = "libstdc++.so.6";
    private const string NewVersion = "GLIBCXX_3.4.32";
    private const string NewSymbol = "_ZSt21ios_base_library_initv";

    // Any function that takes no argument, changes nothing and is old enough would do; this one is already imported.
    private const string OldVersion = "GLIBCXX_3.4.19";
    private const string OldSymbol = "_ZNSt6chrono3_V212steady_clock3nowEv";

    [Required] public string Source { get; set; }

    [Required] public string Destination { get; set; }

    /// <summary>Folders to look for the C++ library in, in order; the loader's usual ones unless given.</summary>
    public string[] LibraryFolders { get; set; } =
        { "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib" };

    public override bool Execute()
    {
        try
        {
            var library = new ElfFile(Source);
            var missing = MissingVersions(library);
            if (missing.Contains(NewVersion))
            {
                library.RedirectImport(NewSymbol, NewVersion, OldSymbol, OldVersion);
                Log.LogMessage(MessageImportance.High,
                    $"{Path.GetFileName(Source)}: this system's {CxxLibrary} lacks {NewVersion}; the build uses a copy that does without it (eng/README.md).");
            }

            missing.Remove(NewVersion);
            if (missing.Count > 0)
            {
                Log.LogMessage(MessageImportance.High,
                    $"{Path.GetFileName(Source)}: this system's {CxxLibrary} lacks {string.Join(", ", missing)}; TorchSharp will not load on it.");
            }

            library.Write(Destination);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Log.LogError($"{Source}: {exception.Message}");
        }

        return !Log.HasLoggedErrors;
    }

    private List<string> MissingVersions(ElfFile library)
    {
        // A system that keeps the library elsewhere is believed to have the right one.
        var path = LibraryFolders.Select(folder => Path.Combine(folder, CxxLibrary)).FirstOrDefault(File.Exists);
        return path is null
            ? new List<string>()
            : library.RequiredVersions(CxxLibrary).Except(new ElfFile(path).DefinedVersions()).ToList();
    }
}

/// <summary>The dynamic symbols and symbol versions of a little-endian 64-bit ELF file; every offset read from it is checked.</summary>
internal sealed class ElfFile
{
    private const uint SectionDynamicSymbols = 11;
    private const uint SectionVersionDefinitions = 0x6ffffffd;
    private const uint SectionVersionNeeds = 0x6ffffffe;
    private const uint SectionSymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24;

    private readonly byte[] bytes;
    private readonly List<Section> sections = new List<Section>();

    private struct Section
    {
        public uint Type;
        public long Offset;
        public long Size;
        public int Link;
    }

    /// <summary>One version wanted from one library (an Elf64_Vernaux), by the place of its record.</summary>
    private struct VersionNeed
    {
        public string Library;
        public string Name;
        public long Record;

        public long HashField => Record;

        public long IndexField => Record + 6;

        public long NameField => Record + 8;
    }

    public ElfFile(string path)
    {
        bytes = File.ReadAllBytes(path);
        if (bytes.Length < 64 || U32(0) != 0x464c457f || bytes[4] != 2 || bytes[5] != 1)
        {
            throw new InvalidDataException("not a little-endian 64-bit ELF file.");
        }

        var table = Offset(0x28);
        int entrySize = U16(0x3a), count = U16(0x3c);
        for (var i = 0; i < count; i++)
        {
            var header = table + (long)i * entrySize;
            sections.Add(new Section
            {
                Type = U32(header + 4),
                Offset = Offset(header + 0x18),
                Size = Offset(header + 0x20),
                Link = (int)U32(header + 0x28),
            });
        }
    }

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        File.Delete(path); // a link there must be replaced, never written through
        File.WriteAllBytes(path, bytes);
    }

    public IEnumerable<string> RequiredVersions(string library) =>
        VersionNeeds().Where(need => need.Library == library).Select(need => need.Name).ToList();

    public IEnumerable<string> DefinedVersions()
    {
        var names = new List<string>();
        var section = Find(SectionVersionDefinitions);
        var record = section.Offset;
        for (uint step = 1; step != 0; record += step)
        {
            // The first auxiliary entry of a definition is its own name; those after it are its parents.
            names.Add(Text(section, U32(record + U32(record + 12))));
            step = U32(record + 16);
        }

        return names;
    }

    /// <summary>Makes the import of one symbol and version an import of another that the file already has. Twice is once.</summary>
    public void RedirectImport(string fromSymbol, string fromVersion, string toSymbol, string toVersion)
    {
        var needs = VersionNeeds().ToList();
        var from = needs.Find(need => need.Name == fromVersion);
        if (from.Name is null)
        {
            return;
        }

        var to = needs.Find(need => need.Name == toVersion && need.Library == from.Library);
        var symbols = Find(SectionDynamicSymbols);
        var versions = Find(SectionSymbolVersions);
        var names = Enumerable.Range(0, (int)(symbols.Size / SymbolSize))
            .Select(i => Text(symbols, U32(symbols.Offset + i * SymbolSize))).ToArray();
        int fromIndex = Array.IndexOf(names, fromSymbol), toIndex = Array.IndexOf(names, toSymbol);
        var users = Enumerable.Range(0, names.Length)
            .Where(i => U16(versions.Offset + 2 * i) == U16(from.IndexField)).ToArray();
        if (to.Name is null || toIndex < 0 || users.Length != 1 || users[0] != fromIndex)
        {
            throw new InvalidDataException(
                $"{fromVersion} is used by [{string.Join(", ", users.Select(i => names[i]))}], not by {fromSymbol} alone, "
                + $"or there is no {toSymbol} to put in its place. This TorchSharp wants another remedy than eng/README.md's.");
        }

        Copy(symbols.Offset + toIndex * SymbolSize, symbols.Offset + fromIndex * SymbolSize, 4); // st_name
        Copy(versions.Offset + 2 * toIndex, versions.Offset + 2 * fromIndex, 2);
        Copy(to.HashField, from.HashField, 4);
        Copy(to.NameField, from.NameField, 4);
    }

    private IEnumerable<VersionNeed> VersionNeeds()
    {
        var section = Find(SectionVersionNeeds);
        var file = section.Offset;
        for (uint nextFile = 1; nextFile != 0; file += nextFile)
        {
            var library = Text(section, U32(file + 4));
            var record = file + U32(file + 8);
            for (uint next = 1; next != 0; record += next)
            {
                yield return new VersionNeed { Library = library, Name = Text(section, U32(record + 8)), Record = record };
                next = U32(record + 12);
            }

            nextFile = U32(file + 12);
        }
    }

    private Section Find(uint type)
    {
        var index = sections.FindIndex(section => section.Type == type);
        return index >= 0 ? sections[index] : throw new InvalidDataException($"has no ELF section of type 0x{type:x}.");
    }

    private string Text(Section section, uint name)
    {
        if (section.Link < 0 || section.Link >= sections.Count)
        {
            throw new InvalidDataException("an ELF section names a string table that is not there.");
        }

        var start = Checked(sections[section.Link].Offset + name, 1);
        var end = Array.IndexOf(bytes, (byte)0, start);
        return end >= 0 ? Encoding.ASCII.GetString(bytes, start, end - start) : throw new InvalidDataException("an ELF name has no end.");
    }

    private void Copy(long from, long to, int count) =>
        Buffer.BlockCopy(bytes, Checked(from, count), bytes, Checked(to, count), count);

    private ushort U16(long at) => BitConverter.ToUInt16(bytes, Checked(at, 2));

    private uint U32(long at) => BitConverter.ToUInt32(bytes, Checked(at, 4));

    private long Offset(long at) => Checked(BitConverter.ToInt64(bytes, Checked(at, 8)), 0);

    private int Checked(long at, int count) =>
        at >= 0 && at <= bytes.Length - count
            ? (int)at
            : throw new InvalidDataException($"an ELF record points to offset {at}, past the file's end at {bytes.Length}.");
}
