namespace Agno.Storage.Sqlite.Tests;

/// <summary>A record whose column calls what a test gives, while it is encoded and while it is read.</summary>
[SessionRecord(StorageMode.Agent, Table = "hooked_sessions")]
public sealed partial class HookedSession
{
    [SessionColumn(Converter = typeof(HookConverter))]
    public Hook? Hook { get; set; }

    public string? Tail { get; set; }
}

/// <summary>A converted value.</summary>
public sealed record Hook(string Text);

/// <summary>Calls what a test gives.</summary>
public sealed class HookConverter : IColumnConverter<Hook, string>
{
    internal static readonly AsyncLocal<Action?> WhileEncoding = new();
    internal static readonly AsyncLocal<Action?> WhileReading = new();

    public static string ToStored(Hook value)
    {
        WhileEncoding.Value?.Invoke();
        return value.Text;
    }

    public static Hook FromStored(string stored)
    {
        WhileReading.Value?.Invoke();
        return new(stored);
    }
}
