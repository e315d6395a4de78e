import { ConfigurationError } from './errors';
import { isObject, type JsonObject, parseObject, textOf } from './json';

/** One invocation of an action function by a pipeline. It carries credentials, so it is never logged. */
export interface Job {
  readonly id: string;
  /** Twelve digits: the pipeline's account. */
  readonly account: string;
  /** What the pipeline's author wrote; empty where nothing. */
  readonly userParameters: string;
  /** In the order of the action's declaration. */
  readonly inputArtifacts: readonly JobArtifact[];
  /** What the artifacts can be read with, and nothing else. @default - the action has no artifacts */
  readonly artifactCredentials?: ArtifactCredentials;
  /** What an earlier invocation of the same action left. @default - this is the first */
  readonly continuation?: Continuation;
}

/** Where an artifact is, as a zip archive. */
export interface JobArtifact {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_AWSSessionCredentials.html */
export interface ArtifactCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a continuation token carries from one look to the next. */
export interface Continuation {
  /** ISO 8601: when waiting ends in a failure. */
  readonly deadline: string;
  /** What is being waited for, in words. */
  readonly waitingFor: string;
  /** What the handler wants to remember. */
  readonly state: JsonObject;
}

const KEY = 'CodePipeline.job';

/** Whether an event is a job of a pipeline. */
export function isJobEvent(event: unknown): boolean {
  return isObject(event) && KEY in event;
}

/**
 * The id to answer with.
 * @throws ConfigurationError for an event without one: there is nobody to answer
 */
export function jobIdOf(event: unknown): string {
  const id = textOf(jobIn(event), 'id');
  if (!id) throw new ConfigurationError(`The event must have a ${KEY} with an id`);
  return id;
}

/**
 * Reads a job. https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 * @throws ConfigurationError for a continuation token that is not ours
 */
export function parseJob(event: unknown): Job {
  const job = jobIn(event);
  const data = objectIn(job, 'data');
  const configuration = objectIn(objectIn(data, 'actionConfiguration'), 'configuration');
  return {
    id: jobIdOf(event),
    account: textOf(job, 'accountId') ?? '',
    userParameters: textOf(configuration, 'UserParameters') ?? '',
    inputArtifacts: parseArtifacts(data.inputArtifacts),
    artifactCredentials: parseCredentials(objectIn(data, 'artifactCredentials')),
    continuation: parseContinuation(textOf(data, 'continuationToken')),
  };
}

function jobIn(event: unknown): JsonObject {
  return objectIn(isObject(event) ? event : {}, KEY);
}

function parseArtifacts(given: unknown): JobArtifact[] {
  return (Array.isArray(given) ? given : []).filter(isObject).map((artifact) => {
    const location = objectIn(objectIn(artifact, 'location'), 's3Location');
    return {
      name: textOf(artifact, 'name') ?? '',
      bucket: textOf(location, 'bucketName') ?? '',
      key: textOf(location, 'objectKey') ?? '',
    };
  });
}

function parseCredentials(given: JsonObject): ArtifactCredentials | undefined {
  const accessKeyId = textOf(given, 'accessKeyId');
  const secretAccessKey = textOf(given, 'secretAccessKey');
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: textOf(given, 'sessionToken') };
}

function parseContinuation(token: string | undefined): Continuation | undefined {
  if (token === undefined) return undefined;
  const parsed = parseObject(token) ?? {};
  const deadline = textOf(parsed, 'deadline') ?? '';
  if (Number.isNaN(Date.parse(deadline)))
    throw new ConfigurationError(`A continuation token must carry a deadline, got: ${token.slice(0, 100)}`);
  return {
    deadline,
    waitingFor: textOf(parsed, 'waitingFor') ?? 'something',
    state: objectIn(parsed, 'state'),
  };
}

function objectIn(object: JsonObject, member: string): JsonObject {
  const value = object[member];
  return isObject(value) ? value : {};
}
