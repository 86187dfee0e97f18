using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class FileUnstorableTests : UnstorableConformance
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoryUnstorableTests : UnstorableConformance
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class FileUnsetTimeTests : UnsetTimeConformance
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoryUnsetTimeTests : UnsetTimeConformance
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class FileCallTests : CallConformance
{
    protected override IStorageHost OpenHost() => new FileHost(TimeSpan.FromMilliseconds(20));
}

public sealed class MemoryCallTests : CallConformance
{
    protected override IStorageHost OpenHost() => new MemoryHost(TimeSpan.FromMilliseconds(20));
}
