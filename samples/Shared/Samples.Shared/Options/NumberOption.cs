using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Samples.Options;

/// <summary>Options that take an integer of a range.</summary>
public static class NumberOption
{
    /// <summary>An option with a value that is usual.</summary>
    public static Option<int> Of(string name, int usual, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };
        option.Validators.Add(result => Check(result, name, least, most));
        return option;
    }

    /// <summary>An option that may be left out.</summary>
    public static Option<int?> Of(string name, int least, int most, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result => Check(result, name, least, most));
        return option;
    }

    private static void Check(OptionResult result, string name, int least, int most)
    {
        // Text that is not a number is reported by the parser, and asking the result for its value would throw.
        if (result.Tokens is not [var token] || !int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)) return;
        if (value >= least && value <= most) return;
        result.AddError(most == int.MaxValue ? $"{name} must be at least {least}." : $"{name} must lie between {least} and {most}.");
    }
}
