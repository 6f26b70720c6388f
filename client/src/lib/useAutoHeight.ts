import { useLayoutEffect, type RefObject } from 'react';

const byCss = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** Lets a text box grow with its text, in browsers that do not know `field-sizing: content`. */
export function useAutoHeight(boxRef: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = boxRef.current;
    if (byCss || !area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [boxRef, text]);
}
