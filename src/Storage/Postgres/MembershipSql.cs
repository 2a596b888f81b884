namespace Crossdock.Storage.Postgres;

/// <summary>
/// Membership in SQL. Every change of a member counts the cluster's version up, if it still is the one that the writer has read:
/// so of two who change at once one is refused and reads again. A sign of life changes no version.
/// </summary>
/// <remarks>
/// A statement in use is never changed in a way that an older process could not run: processes read the queries once, at their
/// start. A function that has to change gets a new name.
/// </remarks>
internal static class MembershipSql
{
    public const string Tables =
        """
        create table if not exists OrleansQuery (QueryKey varchar(64) primary key, QueryText varchar(8000) not null);

        create table if not exists OrleansMembershipVersionTable (
            DeploymentId varchar(150) primary key, Timestamp timestamptz(3) not null default now(), Version integer not null default 0);

        create table if not exists OrleansMembershipTable (
            DeploymentId varchar(150) not null references OrleansMembershipVersionTable (DeploymentId),
            Address varchar(45) not null, Port integer not null, Generation integer not null,
            SiloName varchar(150) not null, HostName varchar(150) not null, Status integer not null, ProxyPort integer,
            SuspectTimes varchar(8000), StartTime timestamptz not null, IAmAliveTime timestamptz not null,
            primary key (DeploymentId, Address, Port, Generation));

        create or replace function crossdock_member_joins(
            cluster text, at_address text, at_port integer, at_generation integer, silo text, host text, stands integer,
            proxy integer, started timestamptz, alive timestamptz, seen integer)
        returns boolean language plpgsql as $function$
        begin
            update OrleansMembershipVersionTable set Version = Version + 1, Timestamp = now()
            where DeploymentId = cluster and Version = seen and not exists (
                select from OrleansMembershipTable
                where DeploymentId = cluster and Address = at_address and Port = at_port and Generation = at_generation);
            if not found then
                return false;
            end if;

            insert into OrleansMembershipTable (
                DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
            values (cluster, at_address, at_port, at_generation, silo, host, stands, proxy, started, alive);
            return true;
        end
        $function$;

        create or replace function crossdock_member_changes(
            cluster text, at_address text, at_port integer, at_generation integer, stands integer, suspects text,
            alive timestamptz, seen integer)
        returns boolean language plpgsql as $function$
        begin
            -- The member first, as a sign of life does, then the version: nobody waits for anybody in a ring.
            perform from OrleansMembershipTable
            where DeploymentId = cluster and Address = at_address and Port = at_port and Generation = at_generation
            for no key update;
            if not found then
                return false;
            end if;

            update OrleansMembershipVersionTable set Version = Version + 1, Timestamp = now()
            where DeploymentId = cluster and Version = seen;
            if not found then
                return false;
            end if;

            update OrleansMembershipTable set Status = stands, SuspectTimes = suspects, IAmAliveTime = alive
            where DeploymentId = cluster and Address = at_address and Port = at_port and Generation = at_generation;
            return true;
        end
        $function$;
        """;

    /// <summary>A cluster without members still has its version: hence the outer join.</summary>
    private const string Read =
        """
        select version.DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, SuspectTimes, StartTime,
            IAmAliveTime, version.Version
        from OrleansMembershipVersionTable as version
        left join OrleansMembershipTable as member on member.DeploymentId = version.DeploymentId
        """;

    private const string ThisMember = "DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation";

    /// <summary>Orleans' number of the status "dead".</summary>
    private const string IsDead = "Status = 6";

    public static readonly IReadOnlyDictionary<string, string> Queries = new Dictionary<string, string>
    {
        ["GatewaysQueryKey"] =
            """
            select Address, ProxyPort, Generation from OrleansMembershipTable
            where DeploymentId = @DeploymentId and Status = @Status and ProxyPort > 0
            """,
        ["MembershipReadRowKey"] =
            $"""
            {Read} and member.Address = @Address and member.Port = @Port and member.Generation = @Generation
            where version.DeploymentId = @DeploymentId
            """,
        ["MembershipReadAllKey"] = $"{Read} where version.DeploymentId = @DeploymentId",
        ["InsertMembershipVersionKey"] =
            """
            with made as (
                insert into OrleansMembershipVersionTable (DeploymentId) values (@DeploymentId) on conflict do nothing returning 1)
            select exists (select from made)
            """,
        ["UpdateIAmAlivetimeKey"] = $"update OrleansMembershipTable set IAmAliveTime = @IAmAliveTime where {ThisMember}",
        ["InsertMembershipKey"] =
            """
            select crossdock_member_joins(
                @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime,
                @Version)
            """,
        ["UpdateMembershipKey"] =
            """
            select crossdock_member_changes(
                @DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime, @Version)
            """,
        ["DeleteMembershipTableEntriesKey"] =
            """
            with members as (delete from OrleansMembershipTable where DeploymentId = @DeploymentId)
            delete from OrleansMembershipVersionTable where DeploymentId = @DeploymentId
            """,
        ["CleanupDefunctSiloEntriesKey"] =
            $"""
            delete from OrleansMembershipTable
            where DeploymentId = @DeploymentId and {IsDead} and IAmAliveTime < @IAmAliveTime and StartTime < @IAmAliveTime
            """,
        // Only while it stands as the caller has read it: a member that shows a sign of life meanwhile stays.
        ["CleanupDefunctSiloEntryKey"] =
            $"""
            delete from OrleansMembershipTable
            where {ThisMember} and {IsDead} and StartTime = @StartTime and IAmAliveTime = @IAmAliveTime
                and SuspectTimes is not distinct from @SuspectTimes
            """,
    };
}
