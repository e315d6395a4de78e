/** Names of the ECR repositories, each once, that images are in. */
export const repositoryNames = (images: readonly { readonly repository: string }[]): string[] => [
  ...new Set(images.map(({ repository }) => repository)),
];
