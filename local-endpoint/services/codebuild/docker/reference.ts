import { DockerFailure } from './failure';

/** The parts of an image's name. https://docs.docker.com/reference/cli/docker/image/tag/ */
export interface ImageReference {
  /** With the registry's host, without tag. */
  readonly name: string;
  /** Host of the registry. @default - Docker Hub, which has none in names */
  readonly host: string;
  /** Name without host. */
  readonly repository: string;
  readonly tag: string;
}

/** @throws DockerFailure with docker's message */
export function parseImageReference(given: string): ImageReference {
  const match = /^(.*?)(?::([\w][\w.-]{0,127}))?$/.exec(given);
  const [, name = '', tag = 'latest'] = match ?? [];
  const [first = '', ...rest] = name.split('/');
  const host = rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : '';
  const repository = host ? rest.join('/') : name;
  if (!/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(repository))
    throw new DockerFailure(
      /[A-Z]/.test(repository)
        ? `invalid reference format: repository name (${repository}) must be lowercase`
        : `invalid reference format: ${given}`,
    );
  return { name, host, repository, tag };
}

/** The registry of a host name. @returns undefined for a host that is not ECR's */
export function parseEcrHost(
  host: string,
): { readonly account: string; readonly region: string } | undefined {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host);
  return match?.[1] && match[2] ? { account: match[1], region: match[2] } : undefined;
}
