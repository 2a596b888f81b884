namespace Crossdock.Contracts.Messages;

/// <summary>What an operator, or the delivery itself, says about a case of any process. The process's own map does not hear it.</summary>
public interface IAboutAnyCase;

/// <summary>Said beside the map: the case stays where it is, an open incident stays open.</summary>
public interface IBesideTheMap : IAboutAnyCase;

/// <summary>
/// An operator has the message behind an incident decided again, as it was or corrected. The original stays in the journal; the new
/// message names it.
/// </summary>
/// <param name="Seq">the incident's row as the operator saw it; when another is open by now, nothing is done</param>
public sealed record IncidentRetried(string Why, Message? Corrected = null, int? Seq = null) : Message, IAboutAnyCase;

/// <summary>An operator takes the message behind an incident as handled.</summary>
/// <param name="Result">what is taken as having happened, in words</param>
/// <param name="Answer">where the message was an answer: the answer that is taken instead</param>
public sealed record IncidentSkipped(string Why, string? Result = null, Message? Answer = null, int? Seq = null) : Message, IAboutAnyCase;

/// <summary>An operator ends a case by its map's own cancel row, which undoes what was done.</summary>
/// <param name="In">the state the operator saw it in; in another one nothing is done</param>
public sealed record CaseCancelOrdered(string Why, string? In = null) : Message, IAboutAnyCase;

/// <summary>An operator stops a case: what it is told waits, and its deadline stops.</summary>
public sealed record CaseHeld(string Why, string? In = null) : Message, IBesideTheMap;

/// <summary>A held case goes on: what waited is told in order, and the rest of its budget runs.</summary>
public sealed record CaseResumed(string Why) : Message, IBesideTheMap;

/// <summary>Another person or group owns the case for as long as it stands in its state.</summary>
public sealed record CaseHandedOver(OwnerGroup? Owner, string? Person, string Why) : Message, IBesideTheMap;

/// <summary>The case is to run by the map in force, by a declared mapping where its state is not the same there.</summary>
/// <param name="In">the state it was seen in; in another one nothing is done</param>
public sealed record MapAdopted(string Why, string? In = null) : Message, IAboutAnyCase;

/// <summary>Delivery gives an effect up for now: it is tried slowly from here on, and a person has to look.</summary>
/// <param name="Effect">the effect's key</param>
public sealed record EffectParked(string Effect, string System, string Operation, string Reason) : Message, IBesideTheMap;

/// <summary>An operator has an effect tried at once.</summary>
public sealed record EffectRetried(string Effect, string Why) : Message, IBesideTheMap;

/// <summary>An operator states the answer to an effect that the outside did not give.</summary>
public sealed record EffectAnswered(string Effect, Message Answer, string Why) : Message, IAboutAnyCase;
