import { ConfigurationError } from '../errors';
import { excerptOf, excerptOfFile } from '../excerpt';
import { isObject, objectOf, objectsOf, optionalText, parseObject, type UnknownObject } from '../json';
import type {
  ArtifactCredentials,
  JobArtifact,
  JobContinuation,
  JobState,
  PipelineJob,
} from './pipeline-job';
import { type ParameterParser, parseUserParameters } from './user-parameters';

/** A job that CodePipeline waits for a result of: one to work on, or one that fails because it is not valid. */
export type JobRequest<Parameters = unknown> =
  | JobWork<Parameters>
  | { readonly kind: 'invalid-job'; readonly jobId: string; readonly error: unknown };

/** A job to work on. */
export interface JobWork<Parameters = unknown> {
  readonly kind: 'job';
  readonly job: PipelineJob<Parameters>;
  /** The action's UserParameters as they are in the event. */
  readonly userParameters: string;
}

const JOB = 'CodePipeline.job';

/** Whether an event comes from a pipeline. */
export function isJobEvent(event: unknown): event is UnknownObject {
  return isObject(event) && JOB in event;
}

/**
 * Parses the event of a pipeline's action, once: nothing behind this reads the event again.
 * @param parseParameters reads the action's own UserParameters
 * @throws ConfigurationError for an event without a job id, because there is no job to fail
 */
export function parseJob<Parameters>(
  event: unknown,
  parseParameters: ParameterParser<Parameters>,
): JobRequest<Parameters> {
  const job = objectOf(isObject(event) ? event : {}, JOB);
  const jobId = optionalText(job, 'id');
  if (!jobId) throw new ConfigurationError(`The event must have a ${JOB} with an id`);
  try {
    const data = objectOf(job, 'data');
    const configuration = objectOf(objectOf(data, 'actionConfiguration'), 'configuration');
    const userParameters = optionalText(configuration, 'UserParameters') ?? '';
    const account = optionalText(job, 'accountId') ?? '';
    const details = { ...parseUserParameters(userParameters, parseParameters), ...parseData(data) };
    return { kind: 'job', job: { id: jobId, account, ...details }, userParameters };
  } catch (error) {
    return { kind: 'invalid-job', jobId, error };
  }
}

function parseData(
  data: UnknownObject,
): Pick<PipelineJob, 'inputArtifacts' | 'artifactCredentials' | 'continuation'> {
  return {
    inputArtifacts: objectsOf(data, 'inputArtifacts').map(parseArtifact),
    artifactCredentials: parseCredentials(objectOf(data, 'artifactCredentials')),
    continuation: parseContinuation(optionalText(data, 'continuationToken')),
  };
}

function parseArtifact(artifact: UnknownObject): JobArtifact {
  const location = objectOf(objectOf(artifact, 'location'), 's3Location');
  return {
    name: optionalText(artifact, 'name') ?? '',
    bucket: optionalText(location, 'bucketName') ?? '',
    key: optionalText(location, 'objectKey') ?? '',
  };
}

function parseCredentials(given: UnknownObject): ArtifactCredentials | undefined {
  const accessKeyId = optionalText(given, 'accessKeyId');
  const secretAccessKey = optionalText(given, 'secretAccessKey');
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: optionalText(given, 'sessionToken') };
}

function parseContinuation(token: string | undefined): JobContinuation | undefined {
  if (token === undefined) return undefined;
  const parsed = parseObject(token) ?? {};
  const deadline = optionalText(parsed, 'deadline') ?? '';
  if (Number.isNaN(Date.parse(deadline)))
    throw new ConfigurationError(`A continuation token must carry a deadline, got: ${excerptOfFile(token)}`);
  const isUnconfirmed = parsed.unconfirmed === true;
  return { deadline, state: parseState(objectOf(parsed, 'state')), ...(isUnconfirmed && { isUnconfirmed }) };
}

function parseState(given: UnknownObject): JobState {
  const state: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new ConfigurationError(
        `A continuation token: state.${name} must be text, a number or a boolean, got: ${excerptOf(value)}`,
      );
    state[name] = value;
  }
  return state;
}
