/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** `--from=build` and the like, in their order, before anything else. */
  readonly flags: Readonly<Record<string, string>>;
  /** The rest, with continued lines joined. */
  readonly text: string;
  /** Contents of here-documents, in their order. */
  readonly documents: readonly string[];
  /** Where it begins, 1 for the first. */
  readonly line: number;
}

/** Every instruction there is. https://docs.docker.com/reference/dockerfile/#overview */
export const INSTRUCTIONS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];
