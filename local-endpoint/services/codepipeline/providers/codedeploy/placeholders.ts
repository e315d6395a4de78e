import { ActionFailure } from '../provider';
import type { Templates } from './templates';

/** The placeholder of the task definition's ARN in the AppSpec file. */
const TASK_DEFINITION = '<TASK_DEFINITION>';

/**
 * The task definition with each `<…>` replaced by its image, as RegisterTaskDefinition takes it.
 * @throws ActionFailure where either template could not become a deployment; nothing is registered then
 */
export function fillTaskDefinition(templates: Templates): object {
  if (!templates.appSpec.includes(TASK_DEFINITION)) {
    throw refusal(`The AppSpec file does not contain the placeholder ${TASK_DEFINITION}.`);
  }
  parseTaskDefinition(templates, templates.taskDefinition);
  return parseTaskDefinition(templates, putImages(templates));
}

/** The AppSpec file as CodeDeploy is given it. */
export const putTaskDefinition = (appSpec: string, arn: string): string =>
  appSpec.replaceAll(TASK_DEFINITION, arn);

function putImages(templates: Templates): string {
  return templates.images.reduce((text, { placeholder, uri }) => {
    if (text.includes(`<${placeholder}>`)) return text.replaceAll(`<${placeholder}>`, uri);
    throw refusal(`${about(templates)} does not contain the placeholder <${placeholder}>.`);
  }, templates.taskDefinition);
}

function parseTaskDefinition(templates: Templates, text: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw refusal(`${about(templates)} contains invalid JSON.`, error);
  }
  if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed;
  throw refusal(`${about(templates)} is not a JSON object.`);
}

const about = ({ taskDefinitionArtifact, taskDefinitionPath }: Templates): string =>
  `Exception while trying to read the task definition artifact file from: ${taskDefinitionArtifact}. The file ${taskDefinitionPath}`;

const refusal = (why: string, cause?: unknown): ActionFailure =>
  new ActionFailure('ConfigurationError', why, { cause });
