using System.Text.Json.Serialization;

namespace Agno.Storage.Json;

/// <summary>Calls what a type does before and after it is read and written, for generated code. A struct is called in place.</summary>
public static class JsonCallbacks
{
    /// <summary>Calls <see cref="IJsonOnDeserializing.OnDeserializing"/>.</summary>
    public static void OnDeserializing<T>(ref T value)
        where T : IJsonOnDeserializing => value.OnDeserializing();

    /// <summary>Calls <see cref="IJsonOnDeserialized.OnDeserialized"/>.</summary>
    public static void OnDeserialized<T>(ref T value)
        where T : IJsonOnDeserialized => value.OnDeserialized();

    /// <summary>Calls <see cref="IJsonOnSerializing.OnSerializing"/>.</summary>
    public static void OnSerializing<T>(ref T value)
        where T : IJsonOnSerializing => value.OnSerializing();

    /// <summary>Calls <see cref="IJsonOnSerialized.OnSerialized"/>.</summary>
    public static void OnSerialized<T>(ref T value)
        where T : IJsonOnSerialized => value.OnSerialized();
}
