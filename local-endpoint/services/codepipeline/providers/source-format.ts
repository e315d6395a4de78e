import { ActionFailure, type ActionJob } from './provider';

/**
 * AWS's source actions of git repositories can give CodeBuild a link to clone instead of a zip; these cannot.
 * @throws ActionFailure `ConfigurationError`
 */
export function requireZip({
  configuration: { OutputArtifactFormat: format = 'CODE_ZIP' },
}: ActionJob): void {
  if (format === 'CODE_ZIP') return;
  const message = `OutputArtifactFormat ${format} is not supported by the local endpoint: it gives CODE_ZIP`;
  throw new ActionFailure('ConfigurationError', message);
}
