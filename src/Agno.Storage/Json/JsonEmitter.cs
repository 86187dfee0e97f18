using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Agno.Storage.Json;

/// <summary>
/// A forward writer of compact JSON into a <see cref="Utf8Buffer"/>. Its text is what System.Text.Json writes with
/// <c>JavaScriptEncoder.UnsafeRelaxedJsonEscaping</c>. Commas are its business; that members have names and containers an end is the caller's.
/// </summary>
public ref partial struct JsonEmitter
{
    private readonly Utf8Buffer _buffer;
    private Span<byte> _span;
    private int _position;
    private int _depth;
    private bool _needsComma;

    /// <summary>Starts a JSON text at the buffer's end.</summary>
    public JsonEmitter(Utf8Buffer buffer, JsonDialect dialect = JsonDialect.Strict)
    {
        _buffer = buffer;
        _span = buffer.GetSpan(1);
        Dialect = dialect;
    }

    /// <summary>Which text is written.</summary>
    public JsonDialect Dialect { get; }

    /// <summary>Hands what was written to the buffer.</summary>
    public void Flush()
    {
        _buffer.Advance(_position);
        _span = _span[_position..];
        _position = 0;
    }

    /// <summary>Writes <c>{</c>.</summary>
    /// <exception cref="JsonException">The value nests deeper than <see cref="JsonCursor.DefaultMaxDepth"/> levels, as one that contains itself does.</exception>
    public void WriteStartObject() => Enter((byte)'{');

    /// <summary>Writes <c>}</c>.</summary>
    public void WriteEndObject() => Leave((byte)'}');

    /// <summary>Writes <c>[</c>.</summary>
    /// <exception cref="JsonException">The value nests deeper than <see cref="JsonCursor.DefaultMaxDepth"/> levels, as one that contains itself does.</exception>
    public void WriteStartArray() => Enter((byte)'[');

    /// <summary>Writes <c>]</c>.</summary>
    public void WriteEndArray() => Leave((byte)']');

    /// <summary>Writes a member's name and colon as given, after a comma where one is due.</summary>
    /// <param name="quotedNameAndColon">Such as <c>"role":</c>, quotes and colon included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // The name is a constant: its copy becomes a few stores.
    public void WriteMember(scoped ReadOnlySpan<byte> quotedNameAndColon)
    {
        Reserve(quotedNameAndColon.Length + 1);
        if (_needsComma)
            _span[_position++] = (byte)',';
        quotedNameAndColon.CopyTo(_span[_position..]);
        _position += quotedNameAndColon.Length;
        _needsComma = false;
    }

    /// <summary>Writes <c>{</c> and the first member's name and colon as given.</summary>
    /// <param name="braceNameAndColon">Such as <c>{"role":</c>, brace, quotes and colon included.</param>
    /// <exception cref="JsonException">The value nests deeper than <see cref="JsonCursor.DefaultMaxDepth"/> levels, as one that contains itself does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteStartObject(scoped ReadOnlySpan<byte> braceNameAndColon)
    {
        CountDepth();
        WriteConstant(braceNameAndColon);
    }

    /// <summary>Writes a comma and a member's name and colon as given: for a member that is never the first.</summary>
    /// <param name="commaNameAndColon">Such as <c>,"content":</c>, comma, quotes and colon included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteNextMember(scoped ReadOnlySpan<byte> commaNameAndColon) => WriteConstant(commaNameAndColon);

    /// <summary>Writes a member's name, escaped, and a colon, after a comma where one is due.</summary>
    public void WriteName(scoped ReadOnlySpan<char> name)
    {
        WriteElement();
        WriteChars(name);
        Reserve(1);
        _span[_position++] = (byte)':';
        _needsComma = false;
    }

    /// <summary>Starts an element of an array: writes a comma where one is due.</summary>
    public void WriteElement()
    {
        if (!_needsComma)
            return;
        Reserve(1);
        _span[_position++] = (byte)',';
        _needsComma = false;
    }

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNull()
    {
        WriteConstant("null"u8);
        _needsComma = true;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value)
    {
        // Each of a known length: a few stores.
        if (value)
            WriteConstant("true"u8);
        else
            WriteConstant("false"u8);
        _needsComma = true;
    }

    /// <summary>Writes JSON as given; it is not checked.</summary>
    public void WriteRawValue(scoped ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_span[_position..]);
        _position += json.Length;
        _needsComma = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteConstant(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_span[_position..]);
        _position += text.Length;
    }

    private void CountDepth()
    {
        if (++_depth > JsonCursor.DefaultMaxDepth)
            throw new JsonException($"The value nests deeper than {JsonCursor.DefaultMaxDepth} levels. Does it contain itself?");
    }

    private void Enter(byte bracket)
    {
        CountDepth();
        Reserve(1);
        _span[_position++] = bracket;
        _needsComma = false;
    }

    private void Leave(byte bracket)
    {
        _depth--;
        Reserve(1);
        _span[_position++] = bracket;
        _needsComma = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int size)
    {
        if (_span.Length - _position < size)
            Grow(size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        _buffer.Advance(_position);
        _position = 0;
        _span = _buffer.GetSpan(size);
    }
}
