/**
 * What the images of a pipeline are called in its team's repository: as their repositories in ECR, without the folders
 * before, and without the environment's name.
 * @param count how many names are wanted; where there are fewer repositories, the other images have but a number
 */
export function imageNames(repositories: readonly string[], environment: string, count: number): string[] {
  const names = Array.from({ length: count }, (_, index) =>
    plain(repositories[index] ?? '', environment, index),
  );
  return names.map((name, index) => (names.indexOf(name) < index ? `${name}-${index + 1}` : name));
}

function plain(repository: string, environment: string, index: number): string {
  const parts = (repository.split('/').at(-1) ?? '').split(/[._-]/);
  const name = parts.filter((part) => part !== environment).join('-');
  return name === '' ? `image-${index + 1}` : name;
}
