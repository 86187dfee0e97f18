using System.Globalization;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>
/// The functions that generated queries call. Equal values may be stored as different texts, because a decimal keeps its zeros, a DateTime its kind and a Uri its spelling: these give them
/// one form. What can't be read as such a value has none, and is NULL.
/// </summary>
internal static class SqlFunctions
{
    /// <summary>What the name of each begins with.</summary>
    public const string Prefix = "agno_";

    // Divided by it, a decimal loses the zeros behind its last digit.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>Gives a connection the functions.</summary>
    public static void Register(sqlite3 db)
    {
        Add("agno_decimal", static (context, text) => Return(context, decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? DecimalForm(value) : null));
        Add("agno_uri", static (context, text) => Return(context, Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? value) ? UriForm(value) : null));
        Add("agno_datetime", static (context, text) =>
        {
            if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime value))
                raw.sqlite3_result_int64(context, value.Ticks);
        });
        // What SQLite itself reads in a text may be the number's neighbour.
        Add("agno_real", static (context, text) =>
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                raw.sqlite3_result_double(context, value);
        });

        void Add(string name, Action<sqlite3_context, string> function) =>
            raw.sqlite3_create_function(db, name, 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, values) =>
            {
                raw.sqlite3_result_null(context);
                if (raw.sqlite3_value_type(values[0]) != raw.SQLITE_NULL)
                    function(context, raw.sqlite3_value_text(values[0]).utf8_to_string());
            });
    }

    private static void Return(sqlite3_context context, string? form)
    {
        if (form is not null)
            raw.sqlite3_result_text(context, form);
    }

    // Zero has no sign.
    private static string DecimalForm(decimal value) => value == 0 ? "0" : (value / One).ToString(CultureInfo.InvariantCulture);

    // As Uri compares: without the fragment and, but for mail, the user; and files without regard to case.
    private static string UriForm(Uri value)
    {
        if (!value.IsAbsoluteUri)
            return value.OriginalString;
        UriComponents compared = value.Scheme == Uri.UriSchemeMailto ? UriComponents.HttpRequestUrl | UriComponents.UserInfo : UriComponents.HttpRequestUrl;
        string form = value.GetComponents(compared, UriFormat.SafeUnescaped);
        return value.IsFile ? form.ToUpperInvariant() : form;
    }
}
