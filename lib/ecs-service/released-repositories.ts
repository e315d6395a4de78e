import type { Pipeline } from '../config/model';

/** Names of the ECR repositories, each once, that what a pipeline releases is pulled from. */
export function releasedRepositories({ source }: Pick<Pipeline, 'source'>): string[] {
  const images = source.from === 'git' ? source.build.images : source.images;
  return [...new Set(images.map(({ repository }) => repository))];
}
