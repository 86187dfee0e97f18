using System.Globalization;

namespace Agno.Storage.Generators;

/// <summary>
/// Has the code in its scope run under the invariant culture. What is generated must not depend on the machine that builds it, and numbers are written in many places:
/// the minus sign of <c>sv-SE</c>, for one, is not one that C# reads.
/// </summary>
internal readonly ref struct InvariantCulture
{
    private readonly CultureInfo _before;

    private InvariantCulture(CultureInfo before) => _before = before;

    // Analyzers are not to depend on the culture; this is how they don't.
#pragma warning disable RS1035
    public static InvariantCulture Enter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return new(before);
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
#pragma warning restore RS1035
}
