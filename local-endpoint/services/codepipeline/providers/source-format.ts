import { ActionFailure, type ActionJob } from './provider';

/**
 * Source actions of git repositories can give a link for CodeBuild to clone instead of a zip; here they cannot.
 * @throws ActionFailure that says so
 */
export function requireZip({
  configuration: { OutputArtifactFormat: format = 'CODE_ZIP' },
}: ActionJob): void {
  if (format === 'CODE_ZIP') return;
  const message = `OutputArtifactFormat ${format} is not supported by the local endpoint: it gives CODE_ZIP`;
  throw new ActionFailure('ConfigurationError', message);
}
