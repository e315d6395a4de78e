/** Something of a task definition that a compose file does not say, or says differently. */
export interface Note {
  /** For example `containerDefinitions[0].logConfiguration`. */
  readonly field: string;
  readonly why: string;
}

/** Takes notes; the same one only once. */
export type Say = (field: string, why: string) => void;

/** A list of notes and the way to add to it. */
export function notebook(): { readonly notes: readonly Note[]; readonly say: Say } {
  const notes: Note[] = [];
  return {
    notes,
    say(field, reason) {
      const why = oneLine(reason);
      if (!notes.some((note) => note.field === field && note.why === why)) notes.push({ field, why });
    },
  };
}

/** A text without ends of lines and other control characters, which could end a comment or move a cursor. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ');
