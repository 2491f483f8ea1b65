/** @typedef {{id: string, type: string, data: string}} ServerEvent */

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) from a response. EventSource would do, could it
 * send headers.
 *
 * @param {Response} response
 * @param {() => void} alive called for everything that arrives, comments included
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* serverEvents(response, alive) {
  let frame = emptyFrame();
  for await (const line of lines(response.body)) {
    alive();
    if (line !== '') {
      read(line, frame);
    } else if (frame.data.length > 0) {
      yield { id: frame.id, type: frame.type, data: frame.data.join('\n') };
      frame = emptyFrame(frame.id);
    } else {
      frame = emptyFrame(frame.id);
    }
  }
}

function emptyFrame(id = '') {
  return { id, type: 'message', data: [] };
}

function read(line, frame) {
  const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
  if (field === 'data') {
    frame.data.push(value);
  } else if (field === 'event') {
    frame.type = value;
  } else if (field === 'id') {
    frame.id = value;
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const parts = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop();
      yield* parts;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
